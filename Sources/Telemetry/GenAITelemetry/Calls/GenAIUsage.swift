/// The tokens of a call, as they are billed; nil = not told.
public struct GenAIUsage: Sendable, Hashable {
    /// All of the prompt, those from and to caches included.
    public var input: Int64?
    /// All that was generated, those of reasoning included.
    public var output: Int64?
    /// Read from a cache; a part of `input`.
    public var cacheRead: Int64?
    /// Written to a cache; a part of `input`.
    public var cacheWrite: Int64?
    /// Of reasoning; a part of `output`.
    public var reasoning: Int64?

    /// Tokens; `input` is raised where a provider's count leaves cached ones out.
    public init(
        input: Int64? = nil, output: Int64? = nil, cacheRead: Int64? = nil, cacheWrite: Int64? = nil,
        reasoning: Int64? = nil
    ) {
        let cached = (cacheRead ?? 0).addingReportingOverflow(cacheWrite ?? 0)
        self.input = input.map { max($0, cached.overflow ? $0 : cached.partialValue) }
        self.output = output.map { max($0, reasoning ?? 0) }
        self.cacheRead = cacheRead
        self.cacheWrite = cacheWrite
        self.reasoning = reasoning
    }

    /// The usage of an Anthropic answer, whose `input_tokens` leave cached ones out.
    public static func anthropic(
        input: Int64, output: Int64, cacheRead: Int64, cacheCreation: Int64
    ) -> GenAIUsage {
        let sum = [input, cacheRead, cacheCreation].reduce(Int64(0)) { sum, next in
            let (result, overflow) = sum.addingReportingOverflow(next)
            return overflow ? .max : result
        }
        return GenAIUsage(input: sum, output: output, cacheRead: cacheRead, cacheWrite: cacheCreation)
    }
}
