import Ledger
import Synchronization

/// Passes on what the ledger tells to an observer that can only be made after it: the metrics, which begin with the
/// ledger's sums.
final class LedgerObserverRelay: LedgerObserver {
    private let observer = Mutex<(any LedgerObserver)?>(nil)

    /// From now on events go to `observer`.
    func forward(to observer: any LedgerObserver) { self.observer.withLock { $0 = observer } }

    func ledgerCommitted(rows: Int, seconds: Double, result: SettledBatch.Result) {
        observer.withLock { $0 }?.ledgerCommitted(rows: rows, seconds: seconds, result: result)
    }
}
