public import Budgets

/// The port through which alerts are followed as they come.
public protocol AlertSubscribing: Sendable {
    /// Alerts from now on, until the reader stops; what a reader does not take in time is left out for it.
    func subscribe() -> AsyncStream<BudgetAlert>
}
