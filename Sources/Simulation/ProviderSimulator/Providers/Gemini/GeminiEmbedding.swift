/// Gemini's `embedContent` and `batchEmbedContents`, and `countTokens`, which is free.
enum GeminiEmbedding {
    /// A vector for each content.
    static func reply(to call: Call) -> Reply {
        let requests = call.api == .batchEmbedContents ? call.body["requests"]?.elements ?? [] : [call.body]
        var tokens = 0
        let vectors = requests.map { request -> JSONValue in
            let count = GeminiPrompt(request).total
            tokens += count
            let size = min(max(request["outputDimensionality"]?.integer ?? 768, 1), 4_096)
            return ["values": .array((0..<size).map { .number("0.0\(1 + ($0 + count) % 97)") })]
        }
        var used = Used()
        used.input = tokens
        let usage: JSONValue =
            call.behaviour.usageValue ?? [
                "promptTokenCount": .count(tokens), "totalTokenCount": .count(tokens),
                "promptTokensDetails": [["modality": "TEXT", "tokenCount": .count(tokens)]],
            ]
        let answer: JSONValue =
            call.api == .batchEmbedContents ? ["embeddings": .array(vectors)] : ["embedding": vectors.first ?? .null]
        return .json(
            answer.with("usageMetadata", call.behaviour.noUsage ? nil : usage), usage: usage, used: used, call: call)
    }

    /// How many tokens a request would have.
    static func count(_ call: Call) -> Reply {
        let total = GeminiPrompt(call.body["generateContentRequest"] ?? call.body).total
        var used = Used()
        used.free = true
        let answer: JSONValue = [
            "totalTokens": .count(total), "promptTokensDetails": [["modality": "TEXT", "tokenCount": .count(total)]],
        ]
        return .json(answer, usage: nil, used: used, call: call)
    }
}
