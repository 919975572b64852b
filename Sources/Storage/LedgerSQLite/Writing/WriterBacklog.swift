import GRDBSQLite
import Ledger
import Synchronization

/// The rows that wait for a database that takes them again: in the emergency journal, else in memory.
///
/// Not `Sendable`: part of ``WriterLoop``.
final class WriterBacklog {
    private struct Kept {
        var row: SettledRow
        var lane: LaneQueue
    }

    private let writer: Writer
    private var kept: [Kept] = []
    /// Monotonic nanoseconds before which the database is left alone; 0 when all is well.
    private var nextAttempt: UInt64 = 0
    /// Whether the last attempt failed.
    private var isFailing = false

    init(_ writer: Writer) { self.writer = writer }

    /// Whether no row waits.
    var isEmpty: Bool { kept.isEmpty && writer.journal.rows == 0 }

    /// Whether the database failed so recently that rows should not wait for it.
    var isWaiting: Bool { isFailing && writer.clock.monotonic() < nextAttempt }

    /// Whether it is time to try.
    var isDue: Bool { (isFailing || !isEmpty) && writer.clock.monotonic() >= nextAttempt }

    /// Seconds until ``isDue``; nil when nothing waits.
    var secondsUntilDue: Double? {
        guard isFailing || !isEmpty else { return nil }
        let now = writer.clock.monotonic()
        return nextAttempt > now ? Double(nextAttempt - now) / 1e9 : 0
    }

    /// Keeps rows in memory, up to the limit of the settings.
    func keep(_ rows: ArraySlice<SettledRow>, of lane: LaneQueue) {
        let room = max(0, writer.settings.rowsInMemory - kept.count)
        kept += rows.prefix(room).map { Kept(row: $0, lane: lane) }
        let dropped = max(0, rows.count - room)
        let count = kept.count
        writer.status.withLock {
            $0.rowsInMemory = count
            $0.rowsDropped += dropped
        }
    }

    /// Notes since when rows wait, for the lag.
    func noteWaiting(since oldest: UInt64) {
        writer.status.withLock { $0.oldest = min($0.oldest ?? oldest, oldest) }
    }

    /// The database took something: all is well, apart from what still waits.
    func succeeded() {
        guard isFailing else { return }
        isFailing = false
        nextAttempt = 0
        writer.status.withLock { $0.failure = nil }
    }

    /// The database refused.
    func failed(_ error: LedgerError) {
        isFailing = true
        nextAttempt = writer.clock.monotonic() + UInt64(max(0, writer.settings.retrySeconds) * 1e9)
        writer.status.withLock { $0.failure = error }
    }

    /// Writes all rows that wait; those that are there already are ignored by their ids.
    ///
    /// Without any, it makes sure
    /// that the database can be written at all, so that a gateway which refuses calls meanwhile can go on.
    func write(with transaction: RowTransaction) throws(SQLiteFailure) {
        if isEmpty {
            try transaction.probe()
            return
        }
        try writeKept(with: transaction)
        try writeJournal(with: transaction)
        let isEmpty = isEmpty
        writer.status.withLock { if isEmpty { $0.oldest = nil } }
        if !isEmpty { nextAttempt = writer.clock.monotonic() + UInt64(max(0, writer.settings.retrySeconds) * 1e9) }
    }

    private func writeKept(with transaction: RowTransaction) throws(SQLiteFailure) {
        while !kept.isEmpty {
            let count = min(kept.count, 1000)
            try transaction.begin()
            for kept in kept[..<count] { try transaction.insert(kept.row.record) }
            try transaction.commit()
            for kept in kept[..<count] { if let slot = kept.row.slot { kept.lane.release([slot]) } }
            kept.removeFirst(count)
            let left = kept.count
            writer.status.withLock { $0.rowsInMemory = left }
        }
    }

    private func writeJournal(with transaction: RowTransaction) throws(SQLiteFailure) {
        try transaction.replay(writer.journal)
    }
}
