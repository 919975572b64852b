public import Ledger
public import Money

/// What the dashboard shows besides costs, calls and policy.
public struct DashboardParts: Sendable {
    /// The program's version.
    public var version: String
    /// Where a trace can be looked at, `{trace_id}` standing for its id; nil = there are no links.
    public var traceURL: String?
    /// The state of the store that gateways share; nil = this gateway is alone.
    public var sharedStore: (@Sendable () -> SharedStoreHealth)?
    /// Explains what a call cost; nil = it is not explained.
    public var prices: (any CostExplaining)?

    /// The parts.
    public init(
        version: String = "", traceURL: String? = nil, sharedStore: (@Sendable () -> SharedStoreHealth)? = nil,
        prices: (any CostExplaining)? = nil
    ) {
        self.version = version
        self.traceURL = traceURL
        self.sharedStore = sharedStore
        self.prices = prices
    }
}

/// The port that explains a row's cost, line by line.
public protocol CostExplaining: Sendable {
    /// The lines at the prices that are known now; empty where there is no price.
    func lines(of record: UsageRecord) -> [CostLine]
}

/// So much of one thing at one rate.
public struct CostLine: Sendable, Hashable {
    /// The class of tokens, or another unit.
    public var name: String
    public var quantity: Int64
    /// What the rate is for: `1000000`, `1` or `3600000000`, in the quantity's unit.
    public var per: Int64
    /// Dollars as plain decimal; nil where there is no price.
    public var rate: String?
    /// Exact; nil where there is no price.
    public var amount: ExactUSD?

    /// A line.
    public init(name: String, quantity: Int64, per: Int64, rate: String?, amount: ExactUSD?) {
        self.name = name
        self.quantity = quantity
        self.per = per
        self.rate = rate
        self.amount = amount
    }
}
