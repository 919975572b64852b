public import Money
public import Usage

/// A call with its price.
public struct PricedCase: Sendable {
    /// The JSON value that names it: that of the line's `id`; nil when it has none.
    public var id: [UInt8]?
    public var provider: ProviderID
    /// What answered, else what was asked for.
    public var model: ModelID?
    /// What was used; nil when nobody says.
    public var usage: Usage?
    /// Its price.
    public var price: CasePrice
    /// What the same usage would have cost at the model of ``CasePricer``'s choice; nil without one.
    public var elsewhere: CasePrice?
    /// Whether it is an error of the provider, which costs nothing.
    public var isError = false
}

/// What a call cost, or would have cost.
public struct CasePrice: Sendable, Hashable {
    /// Nil when nothing or only a part of what was used has a price.
    public var cost: ExactUSD?
    /// The part that has a price; nil when nothing has.
    public var known: ExactUSD?
    /// The classes without a price.
    public var unpriced: [String]
    /// Whose prices they are: an id of the catalogue, or `fallback`.
    public var pricedAs: String?

    /// An unknown price.
    static let unknown = CasePrice(cost: nil, known: nil, unpriced: [], pricedAs: nil)
    /// What an error costs.
    static let free = CasePrice(cost: .zero, known: .zero, unpriced: [], pricedAs: nil)
}
