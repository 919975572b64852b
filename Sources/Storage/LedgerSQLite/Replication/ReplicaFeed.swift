import Budgets
import Ledger
import Synchronization

/// Which sums the writer has changed since they were last asked for.
///
/// Bounded by what the ledger itself has: a key is kept once, however often it changes.
final class ReplicaFeed: Sendable {
    private struct State {
        var changes = ReplicaChanges()
        /// Monotonic nanoseconds of the first of them.
        var oldest: UInt64?
    }

    private let state = Mutex(State())
    private let clock: LedgerClock

    init(clock: LedgerClock) { self.clock = clock }

    /// Notes the sums of a batch that is committed.
    func note(_ rollUps: borrowing RollUps) {
        var changes = ReplicaChanges()
        for key in rollUps.userMonths.keys {
            guard let month = Month(number: key.period) else { continue }
            changes.users.insert(UserMonth(month: month, user: key.user))
        }
        for key in rollUps.days.keys {
            let date = CivilDay(number: key.period)
            guard let month = Month(of: date) else { continue }
            changes.days.insert(
                DayPart(
                    month: month, day: Int(date.day), provider: key.provider, model: key.model, component: key.component
                ))
        }
        let now = clock.monotonic()
        state.withLock { state in
            state.changes.formUnion(changes)
            if state.oldest == nil { state.oldest = now }
        }
    }

    /// What was noted; it is forgotten here.
    func take() -> ReplicaChanges {
        state.withLock { state in
            let changes = state.changes
            state = State()
            return changes
        }
    }

    /// Age of what was noted first.
    var oldestSeconds: Double {
        let now = clock.monotonic()
        return state.withLock { $0.oldest }.map { now > $0 ? Double(now - $0) / 1e9 : 0 } ?? 0
    }
}
