import GRDB
import Ledger
import Synchronization

/// What the lanes, the readers of health and the writer's thread share.
///
/// The thread itself is ``WriterLoop``; it runs from ``run(on:checkpointer:)`` until ``stop(draining:)``.
final class Writer: Sendable {
    /// How far the thread is told to go on.
    enum Stop: Int, AtomicRepresentable {
        case no
        /// Write everything, then end.
        case drained
        /// End at once and write nothing: what a dying process does.
        case abandoned
    }

    let directory: String
    let settings: SQLiteLedgerSettings
    let observer: (any LedgerObserver)?
    let clock: LedgerClock
    let journal: EmergencyJournal
    let feed: ReplicaFeed?
    let signal = WakeSignal()
    let status = Mutex(WriterStatus())
    private let lanes = Mutex<[LaneQueue]>([])
    private let stopping = Atomic(Stop.no)

    init(
        directory: String, settings: SQLiteLedgerSettings, observer: (any LedgerObserver)?, clock: LedgerClock,
        journal: EmergencyJournal, feed: ReplicaFeed?
    ) {
        self.directory = directory
        self.settings = settings
        self.observer = observer
        self.clock = clock
        self.journal = journal
        self.feed = feed
    }

    /// Adds a lane whose rows are written from now on.
    func add(_ lane: LaneQueue) { lanes.withLock { $0.append(lane) } }

    /// The lanes, in the order in which they were opened.
    var allLanes: [LaneQueue] { lanes.withLock { $0 } }

    /// Tells the thread that there is work.
    func wake() { signal.wake() }

    /// Tells the thread to end.
    func stop(draining: Bool) {
        stopping.store(draining ? .drained : .abandoned, ordering: .sequentiallyConsistent)
        signal.wake()
    }

    /// What ``stop(draining:)`` said.
    var stop: Stop { stopping.load(ordering: .sequentiallyConsistent) }

    /// The thread's work.
    ///
    /// It has GRDB's writing connection to itself until it returns.
    func run(on pool: DatabasePool, checkpointer: Checkpointer) {
        pool.writeWithoutTransaction { db in
            guard let handle = db.sqliteConnection else { return }
            WriterLoop(self, connection: SQLConnection(handle: handle), checkpointer: checkpointer).run()
        }
    }

    /// The state of the writer, for the port.
    var health: LedgerHealth {
        let status = status.withLock { $0 }
        let rowsInJournal = journal.rows
        let oldest = (allLanes.compactMap(\.oldest) + [status.oldest].compactMap { $0 }).min()
        let now = clock.monotonic()
        return LedgerHealth(
            isWritable: status.failure == nil && !status.isClosed,
            rowsWaiting: rowsInJournal + status.rowsInMemory,
            lagSeconds: oldest.map { now > $0 ? Double(now - $0) / 1e9 : 0 } ?? 0,
            message: status.message(rowsInJournal: rowsInJournal))
    }
}
