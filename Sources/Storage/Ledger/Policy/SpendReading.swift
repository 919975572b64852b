public import Budgets
public import Money

/// The port through which budgets learn what was spent before they began to count themselves.
public protocol SpendReading: Sendable {
    /// Sums of committed known cost, in nano-dollars, by the name of what is budgeted; names without rows are left out.
    func spend(_ query: SpendQuery) async throws -> [String: NanoUSD]
}

/// Which rows are summed, and by what.
public struct SpendQuery: Sendable, Hashable {
    public var scope: BudgetScope
    /// nil = every name of the scope.
    public var name: String?
    /// Rows whose `started_at` lies within.
    public var period: BudgetPeriod
    /// Only rows up to this id; nil = all.
    public var through: CallID?

    /// The spend of `scope` in `period`.
    public init(scope: BudgetScope, name: String?, period: BudgetPeriod, through: CallID? = nil) {
        self.scope = scope
        self.name = name
        self.period = period
        self.through = through
    }
}
