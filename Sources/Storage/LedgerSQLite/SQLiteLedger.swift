import Foundation
import GRDB
public import Ledger
import Synchronization

/// The ledger of one gateway: an SQLite database in a directory of its own.
///
/// In the directory: `ledger.sqlite` (with `-wal` and `-shm`) holds the rows and their roll-ups (``Schema``),
/// `holds-<n>.map` the calls in flight (``HoldSegment``), `emergency.journal` the rows that the database did not take
/// (``EmergencyJournal``), `tollgate.lock` says who has the directory.
///
/// One thread writes (``WriterLoop``), lanes queue rows for it, readers have connections of their own. The life of a
/// call: `open` puts its hold into the lane's mapped file; `settle` queues its row; the writer commits it with all
/// that came meanwhile, empties the hold's slot and tells the lane. Wherever the process dies, the next start finds
/// the row, or the hold without a row, and books it as `interrupted`; never both.
public final class SQLiteLedger: LedgerWriting, Sendable {
    static let databaseName = "ledger.sqlite"

    /// The data directory.
    public let directory: String
    /// What the start found from before.
    public let recovery: LedgerRecovery
    /// Makes ids that no earlier run of this directory has used.
    public let callIDs: CallIDGenerator
    public let createdAt: Double
    /// The sums for the store that gateways share; nil without one (``SQLiteLedgerSettings/replicaNode``).
    public let replica: SQLiteReplicaSource?

    let pool: DatabasePool
    let userCosts = UserCosts()
    private let writer: Writer
    private let store: HoldStore
    private let checkpointer: Checkpointer
    private let resources: Mutex<Resources?>

    private struct Resources: Sendable {
        var lock: DirectoryLock
        var threads: [PosixThread]
    }

    /// Opens the ledger in `directory`, which is made when there is none, and settles what an earlier process left
    /// open there.
    public init(
        directory: String, settings: SQLiteLedgerSettings = SQLiteLedgerSettings(),
        observer: (any LedgerObserver)? = nil, clock: LedgerClock = .system
    ) throws(LedgerError) {
        self.directory = directory
        try Self.makeDirectory(directory)
        let lock = try DirectoryLock(directory)
        try DirectoryRestore.refuseUnfinished(directory)
        let opened = try OpenedDatabase(directory: directory, settings: settings, clock: clock)
        pool = opened.pool
        createdAt = Double(opened.createdAt) / 1e6
        let journal = try EmergencyJournal(
            path: "\(directory)/emergency.journal", capacity: settings.journalBytes,
            synchronous: settings.synchronous == .full)
        store = HoldStore(
            directory: directory, slotsPerSegment: settings.holdsPerSegment,
            synchronous: settings.synchronous == .full)
        let feed = settings.replicaNode.map { _ in ReplicaFeed(clock: clock) }
        let (recovery, newest) = try opened.recover(store: store, journal: journal, feed: feed)
        self.recovery = recovery
        let start = try opened.beginIncarnation(node: settings.replicaNode, clock: clock)
        if let feed, let start {
            replica = SQLiteReplicaSource(pool: opened.pool, directory: directory, feed: feed, start: start)
        } else {
            replica = nil
        }
        callIDs = CallIDGenerator(node: settings.nodeNumber ?? Int.random(in: 0..<1024), after: newest)
        writer = Writer(
            directory: directory, settings: settings, observer: observer, clock: clock, journal: journal,
            feed: feed)
        checkpointer = Checkpointer(path: opened.path)
        let (pool, writer, checkpointer) = (opened.pool, writer, checkpointer)
        let copying = try PosixThread(name: "ledger-checkpt") { checkpointer.run() }
        let writing: PosixThread
        do {
            writing = try PosixThread(name: "ledger-writer") { writer.run(on: pool, checkpointer: checkpointer) }
        } catch {
            checkpointer.stop(last: false)
            copying.join()
            throw error
        }
        resources = Mutex(Resources(lock: lock, threads: [writing, copying]))
    }

    deinit { close() }

    public func openLane(outcome: @escaping @Sendable (SettledBatch) -> Void) -> any LedgerLane {
        let queue = LaneQueue(clock: writer.clock, outcome: outcome)
        writer.add(queue)
        return SQLiteLane(
            queue: queue, writer: writer, store: store, synchronous: writer.settings.synchronous == .full)
    }

    public var health: LedgerHealth { writer.health }

    /// Writes all that is queued, copies the log into the database and lets go of the directory.
    ///
    /// Safe to call twice. Rows that are settled afterwards are not written: the next start books their calls as interrupted. Blocks.
    public func close() { end(draining: true) }

    /// Ends as `kill -9` would: queued rows are lost, holds stay open, the directory is free; for tests.
    package func abandon() { end(draining: false) }

    private func end(draining: Bool) {
        let resources = resources.withLock { resources in
            defer { resources = nil }
            return resources
        }
        guard let resources else { return }
        writer.stop(draining: draining)
        resources.threads[0].join()
        writer.status.withLock { $0.isClosed = true }
        if draining { try? pool.close() }
        checkpointer.stop(last: draining)
        resources.threads[1].join()
        if !draining { try? pool.close() }
    }

    private static func makeDirectory(_ directory: String) throws(LedgerError) {
        do {
            try FileManager.default.createDirectory(
                atPath: directory, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw LedgerError(
                .notWritable,
                "Cannot make the data directory \(directory): \(error.localizedDescription) "
                    + "Choose another one (TOLLGATE_DATA_DIR).")
        }
    }
}
