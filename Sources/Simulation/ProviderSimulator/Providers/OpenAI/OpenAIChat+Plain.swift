extension OpenAIChat {
    /// The answer as one JSON object.
    var plain: Reply {
        var json = """
            {"id":"\(id)","object":"chat.completion","created":\(created),"model":\(JSONText.quoted(model)),"choices":[
            """
        for index in 0..<choices {
            if index > 0 { json += "," }
            json += "{\"index\":\(index),\"message\":{\"role\":\"assistant\",\"content\":"
            if let tool {
                json += """
                    null,"tool_calls":[{"id":"\(tool.id)","type":"function","function":{\
                    "name":\(JSONText.quoted(tool.name)),"arguments":"\(text.escapedText(shownPieces))"}}],\
                    "refusal":null,"annotations":[]}
                    """
            } else {
                json += "\"\(text.escapedText(shownPieces))\",\"refusal\":null,\"annotations\":[]}"
            }
            json += ",\"logprobs\":null,\"finish_reason\":\"\(finishReason)\"}"
        }
        json += "]"
        if saysUsage { json += ",\"usage\":\(usage)" }
        json += "\(form.afterModel(tier: tier))\(form.atEnd)}"
        var reply = Reply.json(json)
        reply.responseID = id
        reply.responseModel = model
        reply.usage = usage
        reply.used = used
        reply.saysUsage = saysUsage
        return reply
    }
}
