package import SentryProtocol

/// Admits what the month's budget has room for by now; a state machine without clock or file.
///
/// The idea: by the time that a share of the month has gone by, the same share of the budget may be used, and a sixtieth
/// of it (half a day's) at once. What was not used stays usable, so that a storm in a quiet month is told nearly in full;
/// what is beyond is held back. New fingerprints are admitted always: one event of a new issue matters more than a limit.
package struct MonthlyBudget: Sendable {
    /// What is kept on disk.
    package struct State: Sendable, Hashable {
        /// `2026-11`, of UTC.
        package var month = ""
        package var events = 0
        package var transactions = 0
        package var heldEvents = 0
        package var heldTransactions = 0
        /// Of the issues that were seen, also in months before; the latest last.
        package var fingerprints: [UInt64] = []

        package init() {}
    }

    /// How many fingerprints are remembered.
    package static let maximumFingerprints = 10_000

    private let limits: SentryBudget
    package private(set) var state: State
    private var known: Set<UInt64>

    package init(_ limits: SentryBudget, state: State = State()) {
        self.limits = limits
        self.state = state
        known = Set(state.fingerprints)
    }

    /// Whether an event may be sent.
    package mutating func admitEvent(fingerprint: UInt64, at time: SentryTimestamp) -> Bool {
        turn(to: time)
        let isNew = known.insert(fingerprint).inserted
        if isNew {
            state.fingerprints.append(fingerprint)
            // Half of them at once, so that this happens rarely.
            if state.fingerprints.count > Self.maximumFingerprints {
                state.fingerprints.removeFirst(Self.maximumFingerprints / 2)
                known = Set(state.fingerprints)
            }
        }
        guard isNew || state.events < Self.allowance(limits.eventsPerMonth, at: time) else {
            state.heldEvents += 1
            return false
        }
        state.events += 1
        return true
    }

    /// Whether a transaction may be sent.
    package mutating func admitTransaction(at time: SentryTimestamp) -> Bool {
        turn(to: time)
        guard state.transactions < Self.allowance(limits.transactionsPerMonth, at: time) else {
            state.heldTransactions += 1
            return false
        }
        state.transactions += 1
        return true
    }

    /// A new month counts from 0; a clock that goes back to the month before does not give its budget again.
    private mutating func turn(to time: SentryTimestamp) {
        let month = time.monthText
        guard month > state.month else { return }
        let fingerprints = state.fingerprints
        state = State()
        state.month = month
        state.fingerprints = fingerprints
    }

    private static func allowance(_ limit: Int?, at time: SentryTimestamp) -> Int {
        guard let limit else { return .max }
        let burst = max(1, limit / 60)
        return min(limit, Int(Double(limit) * time.shareOfMonth) + burst)
    }
}
