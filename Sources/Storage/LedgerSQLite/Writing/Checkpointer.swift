import GRDBSQLite
import Ledger
import Synchronization

/// Copies the log into the database on a thread and a connection of its own (`PASSIVE`: it waits for nobody, and
/// nobody waits for it).
final class Checkpointer: Sendable {
    private let path: String
    private let signal = WakeSignal()
    private let isRequested = Atomic(false)
    private let isStopping = Atomic(false)
    private let isLast = Atomic(false)
    private let isFinished = Atomic(false)

    /// A checkpointer of the database `path`.
    init(path: String) { self.path = path }

    /// Asks for a checkpoint soon.
    func request() {
        isRequested.store(true, ordering: .sequentiallyConsistent)
        signal.wake()
    }

    /// Whether a checkpoint has ended since the last time that this was asked.
    func hasJustFinished() -> Bool { isFinished.exchange(false, ordering: .acquiringAndReleasing) }

    /// Tells the thread to end.
    ///
    /// `last`: all other connections are closed; the log is copied and removed. GRDB's readers cannot do that.
    func stop(last: Bool) {
        isLast.store(last, ordering: .sequentiallyConsistent)
        isStopping.store(true, ordering: .sequentiallyConsistent)
        signal.wake()
    }

    /// The thread's work, until ``stop(last:)``.
    func run() {
        var handle: OpaquePointer?
        defer { sqlite3_close_v2(handle) }
        while !isStopping.load(ordering: .sequentiallyConsistent) {
            if isRequested.exchange(false, ordering: .sequentiallyConsistent) {
                if handle == nil { handle = open() }
                // A failure needs no answer here: the log only grows on, and the commits say what is wrong.
                if let handle { sqlite3_wal_checkpoint_v2(handle, nil, SQLITE_CHECKPOINT_PASSIVE, nil, nil) }
                isFinished.store(true, ordering: .releasing)
                continue
            }
            signal.prepareToSleep()
            if isRequested.load(ordering: .sequentiallyConsistent)
                || isStopping.load(ordering: .sequentiallyConsistent)
            {
                signal.cancelSleep()
            } else {
                signal.sleep(seconds: nil)
            }
        }
        if isLast.load(ordering: .sequentiallyConsistent), handle == nil { handle = open() }
    }

    private func open() -> OpaquePointer? {
        var handle: OpaquePointer?
        guard sqlite3_open_v2(path, &handle, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nil) == SQLITE_OK,
            // A connection that has read nothing knows of no log, and its checkpoints do nothing.
            sqlite3_exec(handle, "SELECT count(*) FROM sqlite_master", nil, nil, nil) == SQLITE_OK
        else {
            sqlite3_close_v2(handle)
            return nil
        }
        return handle
    }
}
