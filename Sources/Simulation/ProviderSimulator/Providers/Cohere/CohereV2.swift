/// Cohere's own API, version 2: `chat`, plain and streamed, `embed` and `rerank`.
///
/// What is billed is in `billed_units`; beside it, `tokens` tells what was processed, which is more.
struct CohereV2 {
    private let call: Call
    private let id: String
    private let text: ReplyText
    private let used: Used

    /// The answer to `call`.
    init(_ call: Call) {
        self.call = call
        id = call.identifiers.token("", length: 36)
        let prompt =
            call.api == .cohereChat ? PromptSize.tokens(of: call.body) : PromptSize.text(call.body["texts"] ?? .null)
        text = ReplyText(words: call.pieces(prompt: prompt), seed: prompt, bytes: call.behaviour.chunkBytes)
        var used = Used()
        switch call.api {
        case .rerank: used.tools.searchUnits = 1 + (call.body["documents"]?.elements.count ?? 0) / 100
        case .cohereEmbed: used.input = prompt
        default:
            used.input = prompt
            used.output = text.count
        }
        self.used = used
    }

    /// The answer.
    var reply: Reply {
        switch call.api {
        case .cohereEmbed: embedded
        case .rerank: reranked
        default: call.stream ? streamed : plain
        }
    }

    private var usage: JSONValue {
        call.behaviour.usageValue ?? [
            "billed_units": ["input_tokens": .count(used.input), "output_tokens": .count(used.output)],
            "tokens": ["input_tokens": .count(used.input + 66), "output_tokens": .count(used.output + 2)],
        ]
    }

    private var plain: Reply {
        let content: JSONValue = ["type": "text", "text": .string(text.plainText(text.count))]
        let answer: JSONValue = [
            "id": .string(id), "message": ["role": "assistant", "content": [content]], "finish_reason": "COMPLETE",
        ]
        return told(
            .json(answer.with("usage", call.behaviour.noUsage ? nil : usage), usage: usage, used: used, call: call))
    }

    private var streamed: Reply {
        let (text, count) = (text, text.count)
        let end: JSONValue = ["finish_reason": "COMPLETE"]
        let delta = end.with("usage", call.behaviour.noUsage ? nil : usage)
        func event(_ type: String, _ more: JSONValue) -> String {
            let head: JSONValue = ["type": .string(type)]
            return "event: \(type)\ndata: \(head.with(more).json)\n\n"
        }
        let source = EventSource(
            errorEvent:
                "event: message-end\ndata: {\"type\":\"message-end\",\"delta\":{\"finish_reason\":\"ERROR\"}}\n\n",
            isTerminal: { $0.hasPrefix("event: message-end") }
        ) { index in
            switch index {
            case 0:
                return event(
                    "message-start", ["id": .string(id), "delta": ["message": ["role": "assistant", "content": []]]])
            case 1:
                return event(
                    "content-start", ["index": 0, "delta": ["message": ["content": ["type": "text", "text": ""]]]])
            case 2..<count + 2:
                return event(
                    "content-delta",
                    ["index": 0, "delta": ["message": ["content": ["text": .string(text.plain(index - 2))]]]])
            case count + 2: return event("content-end", ["index": 0])
            case count + 3: return event("message-end", ["delta": delta])
            default: return nil
            }
        }
        return told(.events(source, usage: usage, used: used, call: call))
    }

    private var embedded: Reply {
        let texts = call.body["texts"]?.elements ?? []
        let meta: JSONValue = [
            "api_version": ["version": "2"], "billed_units": ["input_tokens": .count(used.input)],
        ]
        let answer: JSONValue = [
            "id": .string(id), "embeddings": ["float": .array(texts.map { _ in [.number("0.1"), .number("0.2")] })],
            "texts": .array(texts), "meta": meta,
        ]
        return told(.json(answer, usage: meta, used: used, call: call))
    }

    private var reranked: Reply {
        let meta: JSONValue = [
            "api_version": ["version": "2"], "billed_units": ["search_units": .count(used.tools.searchUnits)],
        ]
        let results = (call.body["documents"]?.elements ?? []).indices.map { index -> JSONValue in
            ["index": .count(index), "relevance_score": .number("0.9")]
        }
        return told(
            .json(["id": .string(id), "results": .array(results), "meta": meta], usage: meta, used: used, call: call))
    }

    /// Cohere's answers have an id, and do not name the model.
    private func told(_ reply: Reply) -> Reply {
        var reply = reply
        reply.responseID = id
        return reply
    }
}
