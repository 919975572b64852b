public import Budgets

/// The port that keeps the budgets that were set by the admin API; those of the configuration are not stored.
public protocol BudgetStoring: Sendable {
    /// All stored budgets.
    func budgets() async throws -> [Budget]
    /// Stores `budget`, in place of the one with its id.
    func save(_ budget: Budget) async throws
    /// Forgets the budget; false when there was none.
    @discardableResult
    func removeBudget(_ id: BudgetID) async throws -> Bool
}
