/// Anthropic's prompt counts: what is neither read from nor written to the cache, what is, and for how long.
///
/// They are additive: the prompt is their sum. A `cache_control` in the request writes the whole prompt up to the
/// last 16 tokens (for an hour where its `ttl` says `1h`); `cached-tokens` and `cache-write-tokens` override.
struct AnthropicCacheCounts {
    let uncached: Int
    let read: Int
    let written5m: Int
    let written1h: Int

    /// The counts for a request of `prompt` tokens.
    init(_ body: JSONValue, prompt: Int, behaviour: Behaviour) {
        let control = Self.control(in: body)
        let written = behaviour.cacheWriteTokens ?? (control == nil ? 0 : max(prompt - 16, 0))
        let hour = control?["ttl"]?.text == "1h"
        read = behaviour.cachedTokens ?? 0
        written1h = hour ? written : 0
        written5m = hour ? 0 : written
        uncached = behaviour.cacheWriteTokens == nil ? prompt - written : prompt
    }

    private static func control(in body: JSONValue) -> JSONValue? {
        let system = body["system"]?.elements ?? []
        let messages = (body["messages"]?.elements ?? []).flatMap { $0["content"]?.elements ?? [] }
        let found = (system + messages + (body["tools"]?.elements ?? [])).compactMap { $0["cache_control"] }
        return found.last ?? body["cache_control"]
    }
}
