/// Where a price comes from; the raw values are those of a row's `price_source` (CONTRACTS.md).
public enum PriceSource: String, Sendable, Hashable, CaseIterable {
    /// The catalogue.
    case catalogue
    /// The operator's configuration.
    case configured
    /// The operator's price for models that nothing else knows.
    case fallback
    /// The provider's answer says what was charged.
    case provider
    /// There is no price.
    case none
}
