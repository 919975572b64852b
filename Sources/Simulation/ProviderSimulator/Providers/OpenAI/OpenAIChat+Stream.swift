extension OpenAIChat {
    /// The answer as server-sent events: a first chunk with the role for each choice, a chunk a piece, a last one
    /// for each choice, the usage where this provider tells it, and `[DONE]`.
    ///
    /// OpenAI, asked for the usage, has `"usage":null` in each chunk and one more chunk without choices that has the
    /// counts; not asked for, there is no such field at all. Where the others tell it: `ChatForm.UsagePlace`.
    var streamed: Reply {
        let parts = ChatChunks(self)
        let (choices, pieces, text, tool) = (choices, shownPieces, text, tool)
        let (preamble, last) = (form.preamble, choices - 1)
        let ownChunk = parts.ownChunk
        let finishReason = finishReason

        let source = EventSource(
            errorEvent: "data: {\"error\":{\"message\":\"The server had an error while processing your request. Sorry "
                + "about that!\",\"type\":\"server_error\",\"param\":null,\"code\":null}}\n\n",
            isTerminal: { $0 == "data: [DONE]\n\n" }
        ) { index in
            var index = index
            if let preamble {
                if index == 0 { return preamble }
                index -= 1
            }
            if index < choices {
                guard let tool else {
                    return parts.chunk(
                        index, delta: "\"role\":\"assistant\",\"content\":\"\",\"refusal\":null", shown: 0)
                }
                return parts.chunk(
                    index,
                    delta: "\"role\":\"assistant\",\"content\":null,\"tool_calls\":[{\"index\":0,\"id\":\"\(tool.id)\","
                        + "\"type\":\"function\",\"function\":{\"name\":\(JSONText.quoted(tool.name)),"
                        + "\"arguments\":\"\"}}],\"refusal\":null", shown: 0)
            }
            index -= choices
            if index < pieces * choices {
                let piece = text.escaped(index / choices)
                return parts.chunk(
                    index % choices,
                    delta: tool == nil
                        ? "\"content\":\"\(piece)\""
                        : "\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"\(piece)\"}}]",
                    shown: index + 1)
            }
            index -= pieces * choices
            if index < choices {
                return parts.chunk(
                    index, delta: "", finish: finishReason, shown: pieces * choices, last: index == last)
            }
            index -= choices
            if let ownChunk {
                if index == 0 { return ownChunk }
                index -= 1
            }
            return index == 0 ? "data: [DONE]\n\n" : nil
        }
        return Reply(
            status: 200,
            headers: [("content-type", "text/event-stream; charset=utf-8"), ("cache-control", "no-cache")],
            body: .events(source), responseID: id, responseModel: model, usage: usage, used: used,
            saysUsage: parts.saysUsage)
    }
}
