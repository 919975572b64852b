/// How a ``SQLiteLedger`` keeps its rows.
public struct SQLiteLedgerSettings: Sendable, Hashable {
    /// SQLite's `synchronous`.
    public enum Synchronous: String, Sendable, Hashable, CaseIterable {
        /// Survives any death of the process.
        case normal
        /// Survives the loss of power as well; each commit, hold and journal entry waits for the disk.
        case full
    }

    public var synchronous: Synchronous = .normal
    /// Days after which rows are deleted, in idle moments, while roll-ups stay; 0 = never.
    public var retentionDays: Int = 400
    /// The node number in the ids, 0…1023; nil = random at each start.
    public var nodeNumber: Int?
    /// The gateway's name among those that share a store, without dots, colons and braces; nil = it shares nothing.
    public var replicaNode: String?
    /// Calls that a lane can have open before another file of holds is needed.
    public var holdsPerSegment: Int = 512
    /// Size of the emergency journal, in bytes, allocated at the first start.
    public var journalBytes: Int = 16 << 20
    /// How long a busy writer lets rows gather between two commits, a very busy one twice as long; 0 = not at all.
    ///
    /// Only when several rows have come during a commit; a single call is always committed at once.
    public var gatherMicroseconds: Int = 1000
    /// Rows kept in memory when neither the database nor the journal takes them.
    public var rowsInMemory: Int = 100_000
    /// How long to wait for a lock that somebody else has on the database before the commit counts as failed.
    public var busyTimeoutMilliseconds: Int = 1000
    /// Seconds between attempts after a failed commit.
    public var retrySeconds: Double = 1

    /// The defaults.
    public init() {}
}
