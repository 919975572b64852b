public import Budgets

/// Somewhere that alerts go to.
public protocol AlertOutput: Sendable {
    /// Tells of an alert; throws when it should be tried again.
    func send(_ alert: BudgetAlert) async throws
}
