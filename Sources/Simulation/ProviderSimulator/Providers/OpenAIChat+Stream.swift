extension OpenAIChat {
    /// The answer as server-sent events: a first chunk with the role for each choice, a chunk a piece, a last one
    /// for each choice, the usage where it was asked for, and `[DONE]`.
    ///
    /// Asked for the usage, each chunk has `"usage":null`, and one more chunk without choices has the counts; not
    /// asked for, there is no such field at all.
    var streamed: Reply {
        let id = id
        let head =
            "data: {\"id\":\"\(id)\",\"object\":\"chat.completion.chunk\",\"created\":\(created),\"model\":"
            + "\(JSONText.quoted(model)),\"service_tier\":\(JSONText.quoted(tier)),"
            + "\"system_fingerprint\":\"fp_50b4a1c3e2\",\"choices\":["
        let asked = includeUsage && saysUsage
        let tail = asked ? "],\"usage\":null,\"obfuscation\":\"" : "],\"obfuscation\":\""
        let (choices, pieces, text, tool, usage) = (choices, shownPieces, text, tool, usage)
        let finishReason = finishReason

        func chunk(_ choice: Int, delta: String, finish: String?) -> String {
            let reason = finish.map { "\"\($0)\"" } ?? "null"
            return head + "{\"index\":\(choice),\"delta\":{\(delta)},\"logprobs\":null,\"finish_reason\":\(reason)}"
                + tail + "Aq9\(choice)\"}\n\n"
        }
        let source = EventSource(
            errorEvent: "data: {\"error\":{\"message\":\"The server had an error while processing your request. Sorry "
                + "about that!\",\"type\":\"server_error\",\"param\":null,\"code\":null}}\n\n",
            isTerminal: { $0 == "data: [DONE]\n\n" }
        ) { index in
            var index = index
            if index < choices {
                guard let tool else {
                    return chunk(
                        index, delta: "\"role\":\"assistant\",\"content\":\"\",\"refusal\":null", finish: nil)
                }
                return chunk(
                    index,
                    delta: "\"role\":\"assistant\",\"content\":null,\"tool_calls\":[{\"index\":0,\"id\":\"\(tool.id)\","
                        + "\"type\":\"function\",\"function\":{\"name\":\(JSONText.quoted(tool.name)),"
                        + "\"arguments\":\"\"}}],\"refusal\":null", finish: nil)
            }
            index -= choices
            if index < pieces * choices {
                let piece = text.escaped(index / choices)
                return chunk(
                    index % choices,
                    delta: tool == nil
                        ? "\"content\":\"\(piece)\""
                        : "\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"\(piece)\"}}]", finish: nil)
            }
            index -= pieces * choices
            if index < choices { return chunk(index, delta: "", finish: finishReason) }
            index -= choices
            if asked {
                if index == 0 { return head + "],\"usage\":\(usage),\"obfuscation\":\"\"}\n\n" }
                index -= 1
            }
            return index == 0 ? "data: [DONE]\n\n" : nil
        }
        return Reply(
            status: 200,
            headers: [("content-type", "text/event-stream; charset=utf-8"), ("cache-control", "no-cache")],
            body: .events(source), responseID: id, responseModel: model, usage: usage, saysUsage: asked)
    }
}
