/// The length of an audio file, and what of it a provider bills.
public struct AudioLength: Sendable, Hashable {
    /// How long it is, >= 0.
    public var microseconds: Int64

    /// A length of `microseconds`.
    public init(microseconds: Int64) { self.microseconds = microseconds }

    /// The microseconds that are billed: OpenAI rounds up to whole seconds, Groq bills at least ten of them.
    public func billed(_ flavor: UsageFlavor) -> Int64 {
        switch flavor {
        case .openai, .azure:
            let (seconds, rest) = microseconds.quotientAndRemainder(dividingBy: 1_000_000)
            return (seconds + (rest > 0 ? 1 : 0)) * 1_000_000
        case .groq:
            return max(microseconds, 10_000_000)
        default:
            return microseconds
        }
    }
}
