public import Money
public import Usage

/// What a call cost, and how that is known.
public struct PriceResult: Sendable, Hashable {
    /// Nil when nothing or only a part of what was used has a price.
    public var cost: ExactUSD?
    /// The part that has a price; equals `cost` where that is not nil.
    public var known: ExactUSD
    /// The classes without a price, in a fixed order.
    public var unpriced: [String]
    /// The cost at list prices; differs from `cost` only where the provider states one.
    public var listCost: ExactUSD?
    /// The catalogue's id of the model whose prices were taken, or the configured model's name; nil when none.
    public var pricedAs: ModelID?
    public var source: PriceSource

    /// No price at all.
    public static let unknown = PriceResult(
        cost: nil, known: .zero, unpriced: [], listCost: nil, pricedAs: nil, source: .none)

    /// A result.
    public init(
        cost: ExactUSD?, known: ExactUSD, unpriced: [String], listCost: ExactUSD?, pricedAs: ModelID?,
        source: PriceSource
    ) {
        self.cost = cost
        self.known = known
        self.unpriced = unpriced
        self.listCost = listCost
        self.pricedAs = pricedAs
        self.source = source
    }
}
