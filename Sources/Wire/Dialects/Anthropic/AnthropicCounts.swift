import JSONScanning
import Usage

/// The token counts of a message, or of one iteration of it, as Anthropic writes them.
///
/// Cached and written tokens stand beside `input_tokens`, thinking is inside `output_tokens`. Nil: not said.
struct AnthropicCounts {
    var input: Int64?
    var cacheRead: Int64?
    var cacheCreation: Int64?
    /// Parts of `cacheCreation`.
    var ephemeral5m: Int64?
    var ephemeral1h: Int64?
    var output: Int64?
    var thinking: Int64?

    private static var fields: [WritableKeyPath<AnthropicCounts, Int64?>] {
        [\.input, \.cacheRead, \.cacheCreation, \.ephemeral5m, \.ephemeral1h, \.output, \.thinking]
    }

    /// Whether nothing was said.
    var isEmpty: Bool { Self.fields.allSatisfy { self[keyPath: $0] == nil } }

    /// The same tokens in disjoint classes.
    ///
    /// Without the parts, written tokens live 5 minutes; parts that do not add up are cut or filled up to the whole.
    var tokens: TokenCounts {
        var tokens = TokenCounts()
        tokens.input = input ?? 0
        tokens.cachedInput = cacheRead ?? 0
        let written = cacheCreation ?? (ephemeral5m ?? 0) + (ephemeral1h ?? 0)
        tokens.cacheWrite1h = min(ephemeral1h ?? 0, written)
        tokens.cacheWrite5m = written - tokens.cacheWrite1h
        let output = output ?? 0
        tokens.reasoning = min(thinking ?? 0, output)
        tokens.output = output - tokens.reasoning
        return tokens
    }

    /// Lays what `next` says over these.
    mutating func overlay(_ next: AnthropicCounts) {
        for field in Self.fields {
            if let value = next[keyPath: field] { self[keyPath: field] = value }
        }
    }

    /// Takes from `next` what these do not say, and what is larger there if `raising`.
    mutating func fill(from next: AnthropicCounts, raising: Bool) {
        for field in Self.fields {
            guard let value = next[keyPath: field] else { continue }
            guard let own = self[keyPath: field] else {
                self[keyPath: field] = value
                continue
            }
            if raising { self[keyPath: field] = max(own, value) }
        }
    }

    /// Reads the value at `cursor` if `key` is one of these counts; whether it is.
    mutating func read(
        _ key: JSONString, _ cursor: inout JSONCursor, _ rejected: inout [String]
    ) throws(JSONScanError) -> Bool {
        let bytes = cursor.bytes
        func named(_ name: StaticString) -> Bool { key.equals(name, in: bytes) }
        if named("input_tokens") {
            input = try cursor.count("input_tokens", &rejected)
        } else if named("cache_read_input_tokens") {
            cacheRead = try cursor.count("cache_read_input_tokens", &rejected)
        } else if named("cache_creation_input_tokens") {
            cacheCreation = try cursor.count("cache_creation_input_tokens", &rejected)
        } else if named("output_tokens") {
            output = try cursor.count("output_tokens", &rejected)
        } else if named("cache_creation") {
            try cursor.members { (key, cursor) throws(JSONScanError) in
                if key.equals("ephemeral_5m_input_tokens", in: bytes) {
                    ephemeral5m = try cursor.count("cache_creation.ephemeral_5m_input_tokens", &rejected)
                } else if key.equals("ephemeral_1h_input_tokens", in: bytes) {
                    ephemeral1h = try cursor.count("cache_creation.ephemeral_1h_input_tokens", &rejected)
                } else {
                    try cursor.skipLoosely()
                }
            }
        } else if named("output_tokens_details") {
            try cursor.members { (key, cursor) throws(JSONScanError) in
                if key.equals("thinking_tokens", in: bytes) {
                    thinking = try cursor.count("output_tokens_details.thinking_tokens", &rejected)
                } else {
                    try cursor.skipLoosely()
                }
            }
        } else {
            return false
        }
        return true
    }
}
