public import Budgets
public import Money

/// The port through which budgets learn what was spent before they began to count themselves.
public protocol SpendReading: Sendable {
    /// Sums of committed known cost, in nano-dollars, by the name of what is budgeted; names without rows are left out.
    ///
    /// - Parameter naming: the name of a model in a budget, from its provider and `UsageRecord.budgetedModel`. Rows and
    ///   roll-ups keep what was asked for, so that spend is counted by the rule in force, not by one of another time.
    func spend(_ query: SpendQuery, naming: @escaping ModelNaming) async throws -> [String: NanoUSD]
}

/// How a provider's model is called in a budget.
public typealias ModelNaming = @Sendable (_ provider: String, _ model: String) -> String

extension SpendReading {
    /// The same; models are called as they were asked for.
    public func spend(_ query: SpendQuery) async throws -> [String: NanoUSD] {
        try await spend(query) { $1 }
    }
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
