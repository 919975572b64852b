extension OpenAIResponse {
    /// The answer as events: created, (queued,) in progress, an item added and done for each step, the text in deltas,
    /// and at last the whole response, which alone tells the usage.
    var streamed: Reply {
        let script = ResponseScript(self)
        let source = EventSource(
            errorEvent:
                "event: error\ndata: {\"type\":\"error\",\"code\":\"server_error\",\"message\":\"The server had "
                + "an error while processing your request. Sorry about that!\",\"param\":null,\"sequence_number\":9}\n\n",
            isTerminal: { $0.hasPrefix("event: response.\(script.end)\n") },
            make: script.event)
        var reply = Reply.events(source, usage: usage, used: used, call: call)
        reply.responseID = id
        reply.responseModel = model
        return reply
    }
}

/// The events of a response's stream by their number.
private struct ResponseScript {
    let end: String
    private let response: OpenAIResponse
    /// What comes before the text.
    private let opening: [(String, JSONValue)]
    /// What comes after it.
    private let closing: [(String, JSONValue)]

    init(_ response: OpenAIResponse) {
        self.response = response
        end = response.end
        var opening: [(String, JSONValue)] = [("response.created", ["response": response.object("in_progress")])]
        if response.background { opening.append(("response.queued", ["response": response.object("queued")])) }
        opening.append(("response.in_progress", ["response": response.object("in_progress")]))
        for (index, step) in response.steps.enumerated() {
            opening.append(("response.output_item.added", ["output_index": .count(index), "item": step]))
            opening.append(("response.output_item.done", ["output_index": .count(index), "item": step]))
        }
        let last = response.lastItem(shown: 0, status: "in_progress")
        opening.append(("response.output_item.added", ["output_index": .count(response.steps.count), "item": last]))
        let whole = response.lastItem(shown: response.shownPieces, status: "completed")
        var closing: [(String, JSONValue)] = []
        if response.function == nil {
            let empty: JSONValue = ["type": "output_text", "annotations": [], "logprobs": [], "text": ""]
            let part = whole["content"]?.elements.first ?? empty
            opening.append(("response.content_part.added", Self.place(response).with("part", empty)))
            closing.append(
                ("response.output_text.done", Self.place(response).with("text", part["text"]).with("logprobs", [])))
            closing.append(("response.content_part.done", Self.place(response).with("part", part)))
        } else {
            closing.append(
                ("response.function_call_arguments.done", Self.place(response).with("arguments", whole["arguments"])))
        }
        closing.append(("response.output_item.done", ["output_index": .count(response.steps.count), "item": whole]))
        closing.append(("response.\(end)", ["response": response.object(end)]))
        self.opening = opening
        self.closing = closing
    }

    private static func place(_ response: OpenAIResponse) -> JSONValue {
        let place: JSONValue = [
            "item_id": .string(
                response.function == nil ? response.messageID : response.messageID.replacing("msg_", with: "fc_")),
            "output_index": .count(response.steps.count),
        ]
        return response.function == nil ? place.with("content_index", 0) : place
    }

    func event(_ index: Int) -> String? {
        var index = index
        let number = index
        if index < opening.count { return Self.text(opening[index], number) }
        index -= opening.count
        if index < response.shownPieces {
            let isText = response.function == nil
            let delta = Self.place(response).with("delta", .string(response.text.plain(index)))
                .with("logprobs", isText ? [] : nil)
            let name = isText ? "response.output_text.delta" : "response.function_call_arguments.delta"
            return Self.text((name, delta), number)
        }
        index -= response.shownPieces
        return index < closing.count ? Self.text(closing[index], number) : nil
    }

    private static func text(_ event: (String, JSONValue), _ number: Int) -> String {
        let head: JSONValue = ["type": .string(event.0), "sequence_number": .count(number)]
        return "event: \(event.0)\ndata: \(head.with(event.1).json)\n\n"
    }
}
