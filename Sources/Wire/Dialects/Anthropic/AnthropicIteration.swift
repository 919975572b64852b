import JSONScanning
import Usage

/// One entry of `usage.iterations`: one request to a model inside the call.
///
/// The top-level counts are the sum of the `message` entries. `compaction` (of the same model) and `advisor_message`
/// (of its own model) come on top of them.
struct AnthropicIteration {
    private enum Kind {
        case message
        case onTop
    }

    private var kind = Kind.message
    private var model: ModelID?
    private var counts = AnthropicCounts()

    /// The entry at `cursor`.
    init(_ cursor: inout JSONCursor, _ rejected: inout [String]) throws(JSONScanError) {
        try cursor.members { (key, cursor) throws(JSONScanError) in
            guard try !counts.read(key, &cursor, &rejected) else { return }
            let bytes = cursor.bytes
            if key.equals("type", in: bytes) {
                guard let type = try cursor.looseString() else { return }
                let isOnTop = type.equals("compaction", in: bytes) || type.equals("advisor_message", in: bytes)
                kind = isOnTop ? .onTop : .message
            } else if key.equals("model", in: bytes) {
                model = try cursor.looseString().map { ModelID(rawValue: $0.text(in: bytes)) }
            } else {
                try cursor.skipLoosely()
            }
        }
    }

    /// Takes `iterations` into `usage`, whose tokens are those of the top level.
    ///
    /// A tier is judged by each request alone; so, where the `message` entries add up to the top level, the first of
    /// them stays in `usage.tokens` and the others go to `usage.additional`. Where they do not, the largest of them
    /// tells the tier.
    static func split(_ iterations: [AnthropicIteration], _ usage: inout Usage) {
        let messages = iterations.filter { $0.kind == .message }.map(\.counts.tokens)
        if messages.count > 1 {
            if let parts = parts(messages, of: usage.tokens) {
                usage.tokens = parts[0]
                usage.additional = parts.dropFirst().map { ModelUsage(model: nil, tokens: $0) }
            } else {
                usage.tierInputTokens = messages.map(\.inputTotal).max()
            }
        }
        for iteration in iterations where iteration.kind == .onTop {
            usage.additional.append(ModelUsage(model: iteration.model, tokens: iteration.counts.tokens))
        }
    }

    /// `messages` with the reasoning of `whole`, which may be told there only; nil unless they add up to `whole`.
    private static func parts(_ messages: [TokenCounts], of whole: TokenCounts) -> [TokenCounts]? {
        func sum(_ value: (TokenCounts) -> Int64) -> Int64 { messages.reduce(0) { $0 + value($1) } }
        guard sum(\.input) == whole.input, sum(\.cachedInput) == whole.cachedInput,
            sum(\.cacheWrite5m) == whole.cacheWrite5m, sum(\.cacheWrite1h) == whole.cacheWrite1h,
            sum(\.outputTotal) == whole.outputTotal
        else { return nil }
        var reasoning = whole.reasoning
        return messages.map { message in
            var part = message
            part.reasoning = min(reasoning, message.outputTotal)
            part.output = message.outputTotal - part.reasoning
            reasoning -= part.reasoning
            return part
        }
    }
}
