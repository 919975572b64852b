import Ledger
import Synchronization

/// Passes on what the ledger tells to observers that can only be made after it: the metrics, which begin with the
/// ledger's sums, and error reports.
final class LedgerObserverRelay: LedgerObserver {
    private let observers = Mutex<[any LedgerObserver]>([])

    /// From now on events go to `observer`, too.
    func forward(to observer: any LedgerObserver) { observers.withLock { $0.append(observer) } }

    func ledgerCommitted(rows: Int, seconds: Double, result: SettledBatch.Result) {
        for observer in observers.withLock({ $0 }) {
            observer.ledgerCommitted(rows: rows, seconds: seconds, result: result)
        }
    }
}
