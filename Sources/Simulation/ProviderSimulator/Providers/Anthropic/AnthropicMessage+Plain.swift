extension AnthropicMessage {
    /// The answer as one JSON object.
    var plain: Reply {
        var blocks: [String] = []
        if let thinking {
            blocks.append(
                "{\"type\":\"thinking\",\"thinking\":\"\(thinking.escapedText(thinking.count))\","
                    + "\"signature\":\"EqQBCkgIARABGAIiQL\"}")
        }
        blocks += steps.blocks.map(\.json)
        if let tool {
            blocks.append(
                "{\"type\":\"tool_use\",\"id\":\"\(tool.id)\",\"name\":\(JSONText.quoted(tool.name)),"
                    + "\"input\":\(tool.input)}")
        } else {
            blocks.append("{\"type\":\"text\",\"text\":\"\(text.escapedText(shownPieces))\"}")
        }
        var reply = Reply.json(
            "{\"model\":\(JSONText.quoted(model)),\"id\":\"\(id)\",\"type\":\"message\",\"role\":\"assistant\","
                + "\"content\":[\(blocks.joined(separator: ","))],\"stop_reason\":\"\(stopReason)\","
                + "\"stop_sequence\":null" + (saysUsage ? ",\"usage\":\(usage)}" : "}"))
        reply.responseID = id
        reply.responseModel = model
        reply.usage = usage
        reply.used = used
        reply.saysUsage = saysUsage
        return reply
    }
}
