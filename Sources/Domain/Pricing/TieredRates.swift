/// Rates, and those that replace them where a request is long.
public struct TieredRates: Sendable, Hashable {
    /// What holds where no tier says otherwise.
    public var base: ClassRates
    /// In any order.
    public var tiers: [Tier]

    /// Rates for requests with more than `aboveInputTokens` input tokens, cached ones included.
    public struct Tier: Sendable, Hashable {
        public var aboveInputTokens: Int64
        public var rates: ClassRates

        /// `rates` above `aboveInputTokens`.
        public init(aboveInputTokens: Int64, rates: ClassRates) {
            self.aboveInputTokens = aboveInputTokens
            self.rates = rates
        }
    }

    /// `base`, replaced by `tiers` where a request is longer than their bounds.
    public init(base: ClassRates, tiers: [Tier] = []) {
        self.base = base
        self.tiers = tiers
    }

    /// The rates of the highest tier that `inputTokens` is above; nil when it is above none.
    func tier(inputTokens: Int64) -> ClassRates? {
        tiers.filter { $0.aboveInputTokens < inputTokens }.max { $0.aboveInputTokens < $1.aboveInputTokens }?.rates
    }
}
