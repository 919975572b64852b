import GRDBSQLite
import Glibc
import Ledger
import Synchronization

/// The writer's thread: takes what the lanes have, commits it, tells the lanes; sleeps when there is nothing.
///
/// **Group commit without a timer.** While a commit runs, the lanes gather rows; the next batch is whatever they
/// have by then. A single call is committed at once, a busy gateway gets large batches by itself.
///
/// **When a commit fails**, its rows go to the emergency journal, so do those of the next batches, without waiting
/// for the database; once in `retrySeconds` the database is tried again (``WriterBacklog``). Each row's lane is told
/// its first end only: `.committed`, `.journaled` or `.failed`.
///
/// Not `Sendable`: all of it stays on the thread.
final class WriterLoop {
    private struct Batch {
        var lane: LaneQueue
        var rows: [SettledRow]
        var oldest: UInt64
    }

    /// Rows a second of a very busy gateway.
    private static let manyRows = 10_000.0

    private let writer: Writer
    private let clock: LedgerClock
    private let backlog: WriterBacklog
    private let upkeep: WriterUpkeep
    private let connection: SQLConnection
    private var transaction: RowTransaction?
    private var spares: [[SettledRow]] = []
    private var rowsOfLastBatch = 0
    /// Of the last few batches: those of calls that wait for each other are large and small in turns.
    private var rowsASecond = 0.0
    private var lastStart: UInt64 = 0

    /// A loop that has `connection` to itself.
    init(_ writer: Writer, connection: SQLConnection, checkpointer: Checkpointer) {
        self.writer = writer
        self.connection = connection
        clock = writer.clock
        backlog = WriterBacklog(writer)
        upkeep = WriterUpkeep(writer, connection: connection, checkpointer: checkpointer)
    }

    /// Runs until the writer is stopped.
    func run() {
        while writer.stop != .abandoned {
            var batches = take()
            let isBusy = !batches.isEmpty
            if isBusy {
                process(batches)
                recycle(&batches)
                gather()
            }
            if backlog.isDue {
                attempt { (transaction) throws(SQLiteFailure) in try backlog.write(with: transaction) }
            }
            if isBusy { continue }
            guard writer.stop == .no else { break }
            let pause = upkeep.run(untilBacklogIsDue: backlog.secondsUntilDue)
            if upkeep.hasDeletedKinds {
                transaction?.forgetKinds()
                upkeep.forgotKinds()
            }
            sleep(pause)
        }
        if writer.stop == .drained, !backlog.isEmpty {
            attempt { (transaction) throws(SQLiteFailure) in try backlog.write(with: transaction) }
        }
        upkeep.end()
    }

    private func sleep(_ seconds: Double?) {
        writer.signal.prepareToSleep()
        guard writer.stop == .no, writer.allLanes.allSatisfy({ $0.oldest == nil }) else {
            writer.signal.cancelSleep()
            return
        }
        writer.signal.sleep(seconds: seconds)
    }

    /// Lets a busy gateway's rows come together: a commit costs as much as ten rows.
    ///
    /// A very busy one's come together twice as long: its calls wait longer than that for the processor.
    private func gather() {
        let microseconds = writer.settings.gatherMicroseconds
        guard microseconds > 0, writer.stop == .no,
            rowsOfLastBatch > 3 || writer.allLanes.reduce(0, { $0 + $1.count }) > 1
        else { return }
        usleep(UInt32(clamping: rowsASecond > Self.manyRows ? 2 * microseconds : microseconds))
    }

    private func take() -> [Batch] {
        var batches: [Batch] = []
        for lane in writer.allLanes {
            var rows = spares.popLast() ?? []
            if let oldest = lane.take(&rows) {
                batches.append(Batch(lane: lane, rows: rows, oldest: oldest))
            } else {
                spares.append(rows)
            }
        }
        return batches
    }

    /// Keeps the memory of the batches for the next.
    private func recycle(_ batches: inout [Batch]) {
        while var batch = batches.popLast() {
            batch.rows.removeAll(keepingCapacity: true)
            spares.append(batch.rows)
        }
    }

    private func process(_ batches: [Batch]) {
        let start = clock.monotonic()
        let oldest = batches.map(\.oldest).min() ?? start
        let count = batches.reduce(0) { $0 + $1.rows.count }
        rowsOfLastBatch = count
        rowsASecond += (Double(count) / Double(max(start - lastStart, 1)) * 1e9 - rowsASecond) / 8
        lastStart = start
        writer.status.withLock { $0.oldest = min($0.oldest ?? oldest, oldest) }
        var worst = SettledBatch.Result.committed
        if !backlog.isWaiting,
            attempt({ (transaction) throws(SQLiteFailure) in try commit(batches, with: transaction) })
        {
            if backlog.isEmpty { writer.status.withLock { $0.oldest = nil } }
            for batch in batches { finish(batch.lane, batch.rows, .committed) }
            upkeep.committed()
        } else {
            for batch in batches { worst = max(worst, setAside(batch)) }
            backlog.noteWaiting(since: oldest)
        }
        let seconds = Double(clock.monotonic() - start) / 1e9
        writer.observer?.ledgerCommitted(rows: count, seconds: seconds, result: worst)
    }

    private func commit(_ batches: borrowing [Batch], with transaction: RowTransaction) throws(SQLiteFailure) {
        try transaction.begin()
        for index in batches.indices {
            guard try transaction.insert(new: batches[index].rows) else {
                transaction.rollback()
                return try commitSingly(batches, with: transaction)
            }
        }
        try transaction.commit()
    }

    /// Where some rows are there already: each by itself.
    private func commitSingly(
        _ batches: borrowing [Batch], with transaction: RowTransaction
    ) throws(SQLiteFailure) {
        try transaction.begin()
        for index in batches.indices {
            for row in batches[index].rows.indices { try transaction.insert(batches[index].rows[row].record) }
        }
        try transaction.commit()
    }

    /// Runs `work` in a transaction; on failure rolls back, says so in the status, and returns false.
    @discardableResult
    private func attempt(_ work: (RowTransaction) throws(SQLiteFailure) -> Void) -> Bool {
        do throws(SQLiteFailure) {
            let transaction: RowTransaction
            if let ready = self.transaction {
                transaction = ready
            } else {
                transaction = try RowTransaction(connection, feed: writer.feed)
                self.transaction = transaction
            }
            try work(transaction)
            backlog.succeeded()
            return true
        } catch {
            transaction?.rollback()
            backlog.failed(error.ledgerError(directory: writer.directory))
            return false
        }
    }

    /// Puts the rows of a batch that cannot be committed where they are safest, and says where the worst of them is.
    private func setAside(_ batch: borrowing Batch) -> SettledBatch.Result {
        let journaled = batch.rows.prefix { writer.journal.append($0.record) }.count
        finish(batch.lane, batch.rows.prefix(journaled), .journaled)
        guard journaled < batch.rows.count else { return .journaled }
        let rest = batch.rows.dropFirst(journaled)
        backlog.keep(rest, of: batch.lane)
        batch.lane.outcome(SettledBatch(ids: rest.map(\.record.id), result: .failed))
        return .failed
    }

    /// Releases the holds of rows that are safe, and tells their lane.
    private func finish(_ lane: LaneQueue, _ rows: some Collection<SettledRow>, _ result: SettledBatch.Result) {
        guard !rows.isEmpty else { return }
        lane.release(rows.compactMap(\.slot))
        lane.outcome(SettledBatch(ids: rows.map(\.record.id), result: result))
    }
}

/// The worse of two ends.
private func max(_ left: SettledBatch.Result, _ right: SettledBatch.Result) -> SettledBatch.Result {
    func rank(_ result: SettledBatch.Result) -> Int {
        switch result {
        case .committed: 0
        case .journaled: 1
        case .failed: 2
        }
    }
    return rank(left) >= rank(right) ? left : right
}
