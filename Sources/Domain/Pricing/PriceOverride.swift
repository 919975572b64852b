public import Usage

/// A price from the configuration: it replaces the whole price of a model, or adds one.
///
/// Not the fees of the provider's tools; those it may name as well. Before the first of its dates the catalogue's
/// price holds.
public struct PriceOverride: Sendable, Hashable {
    /// The configured provider that it is for; nil = every provider.
    public var provider: ProviderID?
    /// The model's name as requests or answers write it, in any case, or the catalogue's id of it; a `*` at the end
    /// stands for any rest.
    public var model: String
    /// Dated where they have a `validFrom`.
    public var prices: [PriceRecord]
    /// Replaces what the catalogue knows, where given.
    public var contextWindow: Int64?
    /// Replaces what the catalogue knows, where given.
    public var maxOutput: Int64?

    /// `prices` for `model` at `provider`.
    public init(
        provider: ProviderID?, model: String, prices: [PriceRecord], contextWindow: Int64? = nil,
        maxOutput: Int64? = nil
    ) {
        self.provider = provider
        self.model = model
        self.prices = prices
        self.contextWindow = contextWindow
        self.maxOutput = maxOutput
    }

    /// One undated, untiered price.
    public init(provider: ProviderID?, model: String, rates: ClassRates) {
        self.init(provider: provider, model: model, prices: [PriceRecord(standard: TieredRates(base: rates))])
    }
}
