import Foundation

/// OpenAI's `POST /v1/embeddings`: vectors that only depend on the text, as base64 (what the SDKs ask for) or lists.
enum OpenAIEmbeddings {
    /// The answer to `call`; the body has been checked (`OpenAIErrors.refusal`).
    static func reply(to call: Call) -> Reply {
        let inputs = inputs(call.body["input"] ?? .null)
        let size = call.body["dimensions"]?.integer ?? (call.model.contains("3-large") ? 3_072 : 1_536)
        let base64 = call.body["encoding_format"]?.text == "base64"
        let tokens = inputs.reduce(0) { $0 + $1.tokens }
        let usage = call.behaviour.usage ?? "{\"prompt_tokens\":\(tokens),\"total_tokens\":\(tokens)}"
        var json = "{\"object\":\"list\",\"data\":["
        for (index, input) in inputs.enumerated() {
            if index > 0 { json += "," }
            let vector = vector(seed: input.seed, size: min(max(size, 1), 4_096))
            json += "{\"object\":\"embedding\",\"index\":\(index),\"embedding\":"
            json += base64 ? "\"\(encoded(vector))\"" : "[" + vector.map(\.description).joined(separator: ",") + "]"
            json += "}"
        }
        json += "],\"model\":\(JSONText.quoted(call.servedModel))"
        if !call.behaviour.noUsage { json += ",\"usage\":\(usage)" }
        var reply = Reply.json(json + "}")
        reply.responseModel = call.servedModel
        reply.usage = usage
        reply.saysUsage = !call.behaviour.noUsage
        if call.behaviour.usage == nil {
            var used = Used()
            used.input = tokens
            reply.used = used
        }
        return reply
    }

    /// A text, texts, one list of tokens, or lists of tokens.
    private static func inputs(_ input: JSONValue) -> [(seed: UInt64, tokens: Int)] {
        switch input {
        case .string(let text): [(hash(text), (text.utf8.count + 3) / 4)]
        case .array(let elements):
            if case .number? = elements.first {
                [(hash(input.json), elements.count)]
            } else {
                elements.flatMap(inputs)
            }
        default: []
        }
    }

    /// A unit vector from an xorshift generator.
    private static func vector(seed: UInt64, size: Int) -> [Float] {
        var state = seed | 1
        let raw = (0..<size).map { _ -> Float in
            state ^= state << 13
            state ^= state >> 7
            state ^= state << 17
            return Float(Int32(truncatingIfNeeded: state >> 32)) / Float(Int32.max)
        }
        let length = raw.reduce(0) { $0 + $1 * $1 }.squareRoot()
        return raw.map { $0 / length }
    }

    /// Little-endian 32-bit floats in base64.
    private static func encoded(_ vector: [Float]) -> String {
        var data = Data(capacity: vector.count * 4)
        for value in vector { withUnsafeBytes(of: value.bitPattern.littleEndian) { data.append(contentsOf: $0) } }
        return data.base64EncodedString()
    }

    /// FNV-1a.
    private static func hash(_ text: String) -> UInt64 {
        text.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    }
}
