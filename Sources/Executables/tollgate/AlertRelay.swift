import Budgets
import BudgetAlerting
import Synchronization

/// Passes on what the book notices to the dispatch, which can only be made after it.
final class AlertRelay: Sendable {
    private let dispatch = Mutex<AlertDispatch?>(nil)

    /// From now on alerts go to `dispatch`.
    func forward(to dispatch: AlertDispatch) { self.dispatch.withLock { $0 = dispatch } }

    func offer(_ alerts: [BudgetAlert]) { dispatch.withLock { $0 }?.offer(alerts) }
}
