public import Tracing

/// What is known of a call when it has ended.
public struct GenAIResponse: Sendable, Hashable {
    public var id: String?
    public var model: String?
    /// One for each choice.
    public var finishReasons: [String] = []
    public var usage = GenAIUsage()
    /// Seconds to the first chunk; of streams only.
    public var timeToFirstChunk: Double?
    /// Of low cardinality: a provider's code, an error's type, or `_OTHER`; nil = success.
    ///
    /// The same on span and metric.
    public var errorType: String?

    /// An answer that says nothing.
    public init() {}

    /// The attributes that a span gets at its end.
    public func attributes(for request: GenAIRequest, _ naming: GenAINaming) -> SpanAttributes {
        var all = SpanAttributes()
        all.put("gen_ai.response.id", id)
        all.put("gen_ai.response.model", model)
        all.put("gen_ai.response.finish_reasons", finishReasons)
        all.put("gen_ai.usage.input_tokens", usage.input)
        all.put("gen_ai.usage.output_tokens", usage.output)
        all.put("gen_ai.usage.cache_read.input_tokens", usage.cacheRead)
        all.put(Self.cacheWriteName(naming), usage.cacheWrite)
        all.put("gen_ai.usage.reasoning.output_tokens", usage.reasoning)
        if request.isStream { all.put("gen_ai.response.time_to_first_chunk", timeToFirstChunk) }
        all.put("error.type", errorType)
        return all
    }

    static func cacheWriteName(_ naming: GenAINaming) -> String {
        naming == .latest ? "gen_ai.usage.cache_write.input_tokens" : "gen_ai.usage.cache_creation.input_tokens"
    }
}
