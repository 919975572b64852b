import JSONScanning
import Usage

/// Groq's `usage_breakdown`: what each model behind a compound system used; the top-level usage is their sum.
struct GroqBreakdown {
    private var parts: [ModelUsage] = []

    /// The breakdown at `offset`; nil when it names no model.
    init?(at offset: Int, in bytes: UnsafeRawBufferPointer) {
        var cursor = JSONCursor(bytes, at: offset)
        _ = try? cursor.members { (key, cursor) throws(JSONScanError) in
            guard key.equals("models", in: cursor.bytes) else {
                try cursor.skipLoosely()
                return
            }
            try cursor.elements { (cursor) throws(JSONScanError) in
                var model: JSONString?
                var counts: OpenAIUsage?
                try cursor.members { (key, cursor) throws(JSONScanError) in
                    if key.equals("model", in: cursor.bytes) {
                        model = try cursor.looseString()
                    } else if key.equals("usage", in: cursor.bytes) {
                        counts = try OpenAIUsage(&cursor)
                    } else {
                        try cursor.skipLoosely()
                    }
                }
                guard let model, let usage = counts?.usage(.groq) else { return }
                parts.append(ModelUsage(model: ModelID(rawValue: model.text(in: bytes)), tokens: usage.tokens))
            }
        }
        guard !parts.isEmpty else { return nil }
    }

    /// Moves what the models used out of `usage`'s own tokens; nothing is moved unless they add up to no more than
    /// the whole.
    func split(_ usage: inout Usage) {
        var rest = usage.tokens
        for part in parts {
            guard let less = rest.subtracting(part.tokens) else { return }
            rest = less
        }
        usage.tokens = rest
        usage.additional = parts
    }
}
