/// OpenAI's `POST /v1/completions`: text goes on, plain or streamed.
struct OpenAICompletion {
    private let call: Call
    private let id: String
    private let choices: Int
    private let text: ReplyText
    private let shown: Int
    private let used: Used

    /// The answer to `call`; the body has been checked (`OpenAIErrors.refusal`).
    init(_ call: Call) {
        self.call = call
        id = call.identifiers.token("cmpl-", length: 29)
        let prompt = Self.tokens(call.body["prompt"] ?? .string("<|endoftext|>"))
        choices = min(max(call.body["n"]?.integer ?? 1, 1), 128)
        text = ReplyText(words: call.pieces(prompt: prompt), seed: prompt, bytes: call.behaviour.chunkBytes)
        shown = min(text.count, call.body["max_tokens"]?.integer ?? 16)
        var used = Used()
        used.input = prompt
        used.output = shown * choices
        self.used = used
    }

    /// The answer.
    var reply: Reply { call.stream ? streamed : plain }

    private var finishReason: JSONValue { shown < text.count ? "length" : "stop" }

    private var usage: JSONValue {
        call.behaviour.usageValue ?? [
            "prompt_tokens": .count(used.input), "completion_tokens": .count(used.output),
            "total_tokens": .count(used.input + used.output),
        ]
    }

    private func object(_ choices: [JSONValue]) -> JSONValue {
        [
            "id": .string(id), "object": "text_completion", "created": .count(call.now),
            "model": .string(call.servedModel), "choices": .array(choices),
        ]
    }

    private func choice(_ index: Int, _ text: String, _ finish: JSONValue) -> JSONValue {
        ["text": .string(text), "index": .count(index), "logprobs": .null, "finish_reason": finish]
    }

    private var plain: Reply {
        let whole = (0..<choices).map { choice($0, text.plainText(shown), finishReason) }
        let told = call.behaviour.noUsage ? nil : usage
        var reply = Reply.json(object(whole).with("usage", told), usage: usage, used: used, call: call)
        reply.responseID = id
        return reply
    }

    private var streamed: Reply {
        let asked = (call.body["stream_options"]?["include_usage"]?.truth ?? false) && !call.behaviour.noUsage
        let (count, last, usage) = (choices, shown, usage)
        let source = EventSource(
            errorEvent: "data: {\"error\":{\"message\":\"The server had an error.\",\"type\":\"server_error\"}}\n\n",
            isTerminal: { $0 == "data: [DONE]\n\n" }
        ) { index in
            func event(_ value: JSONValue) -> String {
                "data: " + (asked ? value.with("usage", .null) : value).json + "\n\n"
            }
            if index < last * count {
                return event(object([choice(index % count, text.plain(index / count), .null)]))
            }
            switch index - last * count {
            case 0..<count: return event(object([choice(index - last * count, "", finishReason)]))
            case count where asked: return "data: " + object([]).with("usage", usage).json + "\n\n"
            case (asked ? count + 1 : count): return "data: [DONE]\n\n"
            default: return nil
            }
        }
        var reply = Reply.events(source, usage: usage, used: used, call: call)
        reply.responseID = id
        reply.saysUsage = asked
        return reply
    }

    /// A text, texts, one list of tokens, or lists of tokens.
    private static func tokens(_ prompt: JSONValue) -> Int {
        switch prompt {
        case .string(let text): (text.utf8.count + 3) / 4
        case .array(let elements):
            if case .number? = elements.first { elements.count } else { elements.reduce(0) { $0 + tokens($1) } }
        default: 0
        }
    }
}
