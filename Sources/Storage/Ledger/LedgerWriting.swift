/// The port through which the data plane writes: any number of lanes, one writer, group commit.
///
/// A lane belongs to one caller (an event loop); its methods never block on I/O and never throw.
public protocol LedgerWriting: Sendable {
    /// Opens a lane.
    ///
    /// `outcome` is called on the writer's thread with the ids whose end is known: once a batch, or twice where only a
    /// part of it could be journaled. Each row is told once: one that was `.journaled` or `.failed` is not told again
    /// when it reaches the database after all.
    func openLane(outcome: @escaping @Sendable (SettledBatch) -> Void) -> any LedgerLane
}

/// One caller's way into the ledger.
///
/// Not `Sendable` by design: its owner calls it from one thread only.
public protocol LedgerLane: AnyObject {
    /// Opens a hold; it is safe from the death of the process when this returns. Returns nil when it could not be
    /// stored (disk full, say): the call is then served or refused by `on_ledger_failure`.
    func open(_ hold: borrowing Hold) -> HoldSlot?

    /// Forgets a hold without a row: the call never was forwarded (refused, or the upstream connection failed before
    /// anything was sent and the call is settled otherwise).
    func release(_ slot: HoldSlot)

    /// Queues the row for the next group commit, which also releases the hold. The lane's `outcome` tells the end.
    func settle(_ record: consuming UsageRecord, releasing slot: HoldSlot?)

    /// Writes the row to the emergency journal now (the commit took too long). The row stays queued: whichever of
    /// the two reaches the database first counts, the other is ignored by its id. Returns false if even that failed.
    func journal(_ record: borrowing UsageRecord) -> Bool
}

/// Where a lane keeps one open hold.
public struct HoldSlot: RawRepresentable, Sendable, Hashable {
    public let rawValue: Int
    /// The slot numbered `rawValue` in its lane.
    public init(rawValue: Int) { self.rawValue = rawValue }
}

/// What the writer says to a lane after a batch.
public struct SettledBatch: Sendable {
    /// The lane's rows in this batch, in the order of `settle`.
    public var ids: [CallID]
    /// How the batch ended.
    public var result: Result

    /// How a batch ended.
    public enum Result: Sendable, Hashable {
        /// In the database.
        case committed
        /// The commit failed; the rows are in the emergency journal.
        case journaled
        /// Neither worked; the rows are kept in memory and tried again.
        case failed
    }

    /// The end of a batch.
    public init(ids: [CallID], result: Result) {
        self.ids = ids
        self.result = result
    }
}

/// Whether the ledger can be written, for `/readyz`, `on_ledger_failure` and metrics.
public struct LedgerHealth: Sendable, Hashable {
    /// False from the first failed commit to the next that works.
    public var isWritable: Bool
    /// Rows waiting in the emergency journal or in memory.
    public var rowsWaiting: Int
    /// Age of the oldest row that is settled but not committed, seconds.
    public var lagSeconds: Double
    /// What to tell an operator; nil when all is well.
    public var message: String?

    /// The state of a ledger.
    public init(isWritable: Bool, rowsWaiting: Int, lagSeconds: Double, message: String?) {
        self.isWritable = isWritable
        self.rowsWaiting = rowsWaiting
        self.lagSeconds = lagSeconds
        self.message = message
    }
}

/// Told of what the ledger does; synchronous, cheap, never throws.
///
/// Called on the writer's thread.
public protocol LedgerObserver: Sendable {
    /// A batch ended after `seconds`.
    func ledgerCommitted(rows: Int, seconds: Double, result: SettledBatch.Result)
}
