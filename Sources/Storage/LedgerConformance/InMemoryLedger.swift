public import Ledger
import Synchronization
import Usage

/// A ledger that forgets everything with the process: for the tests of what stands on the ports.
///
/// Rows are committed within `settle`, unless ``Commits/whenAsked`` was chosen; then by ``commit()``, so that a test
/// can look at what happens between the two. `outcome` is called by whoever commits.
public final class InMemoryLedger: LedgerWriting, Sendable {
    /// When queued rows become rows.
    public enum Commits: Sendable {
        case atOnce
        /// By ``InMemoryLedger/commit()``.
        case whenAsked
    }

    struct Queued: Sendable {
        var record: UsageRecord
        var slot: HoldSlot?
        var lane: Int
    }

    struct State: Sendable {
        var rows: [CallID: UsageRecord] = [:]
        var holds: [HoldSlot: UsageRecord] = [:]
        var nextSlot = 0
        var queue: [Queued] = []
        var journal: [UsageRecord] = []
        var outcomes: [@Sendable (SettledBatch) -> Void] = []
        /// What the next commits meet; nil = all is well.
        var failure: (result: SettledBatch.Result, message: String)?
    }

    public let createdAt: Double
    let state: Mutex<State>
    private let commits: Commits

    /// An empty ledger, made `createdAt` seconds after 1970.
    public init(commits: Commits = .atOnce, createdAt: Double = 0) {
        self.commits = commits
        self.createdAt = createdAt
        state = Mutex(State())
    }

    /// A ledger with what another one left when it ended: its rows, its journal, its holds as `interrupted` rows.
    private init(after ended: InMemoryLedger) {
        commits = ended.commits
        createdAt = ended.createdAt
        var (rows, holds, journal) = ended.state.withLock { ($0.rows, $0.holds, $0.journal) }
        for record in journal where rows[record.id] == nil { rows[record.id] = record }
        for var record in holds.values where rows[record.id] == nil {
            record.usageSource = .interrupted
            rows[record.id] = record
        }
        var state = State()
        state.rows = rows
        self.state = Mutex(state)
    }

    public func openLane(outcome: @escaping @Sendable (SettledBatch) -> Void) -> any LedgerLane {
        let number = state.withLock { state in
            state.outcomes.append(outcome)
            return state.outcomes.count - 1
        }
        return InMemoryLane(ledger: self, number: number)
    }

    public var health: LedgerHealth {
        state.withLock { state in
            LedgerHealth(
                isWritable: state.failure == nil, rowsWaiting: state.journal.count, lagSeconds: 0,
                message: state.failure?.message)
        }
    }

    /// Commits what is queued, and tells each lane.
    public func commit() {
        let ends = state.withLock { state -> [(outcome: @Sendable (SettledBatch) -> Void, batch: SettledBatch)] in
            let queue = state.queue
            state.queue = []
            let result = state.failure?.result ?? .committed
            if result == .committed {
                for record in state.journal where state.rows[record.id] == nil { state.rows[record.id] = record }
                state.journal = []
            }
            for row in queue {
                switch result {
                case .committed: if state.rows[row.record.id] == nil { state.rows[row.record.id] = row.record }
                case .journaled: state.journal.append(row.record)
                case .failed: state.queue.append(row)
                }
                if result != .failed, let slot = row.slot { state.holds[slot] = nil }
            }
            return state.outcomes.enumerated().compactMap { number, outcome in
                let ids = queue.filter { $0.lane == number }.map(\.record.id)
                return ids.isEmpty ? nil : (outcome, SettledBatch(ids: ids, result: result))
            }
        }
        for end in ends { end.outcome(end.batch) }
    }

    /// Lets the commits that follow end as `result`, until ``recover()``.
    public func fail(as result: SettledBatch.Result = .journaled, message: String = "The disk is full.") {
        state.withLock { $0.failure = (result, message) }
    }

    /// Lets commits work again, and commits what waits.
    public func recover() {
        state.withLock { $0.failure = nil }
        commit()
    }

    /// The ledger that the next process would open if this one died now: queued rows are lost, open holds become
    /// `interrupted` rows.
    public func afterCrash() -> InMemoryLedger { InMemoryLedger(after: self) }

    /// All rows, in the order of their ids.
    public var rows: [UsageRecord] { state.withLock { $0.rows.values.sorted { $0.id < $1.id } } }

    /// The holds that are open.
    public var openHolds: [UsageRecord] { state.withLock { $0.holds.values.sorted { $0.id < $1.id } } }

    func settled() {
        if commits == .atOnce { commit() }
    }
}
