public import Money
import Synchronization

/// The budgets in force and what is spent and held of them: the one place where a call is admitted.
///
/// Shared by all event loops; everything is decided under one lock, so that *committed spend + open holds + the new hold
/// ≤ limit* is one step, whatever runs beside it. Nothing waits within it, and it does no I/O: what was spent before
/// comes in by ``open(_:period:spent:at:)``, what others spend by ``setSpentElsewhere(_:of:period:at:)``.
///
/// Holds are apart from spend: spend only grows, by ``settle(_:hold:cost:sequence:startedAt:)`` with what the ledger
/// committed; a hold lives from ``admit(_:worstCase:startedAt:now:)`` to the settlement of its call.
///
/// Times: `startedAt` and `at` in microseconds since 1970, `now` in nanoseconds of the monotonic clock.
public final class BudgetBook: Sendable {
    private let state: Mutex<BudgetBookState>
    private let hasHard = Atomic<Bool>(false)
    private let hasAny = Atomic<Bool>(false)
    private let hasModels = Atomic<Bool>(false)
    private let onAlerts: @Sendable ([BudgetAlert]) -> Void

    /// A book without budgets.
    ///
    /// - Parameters:
    ///   - isShared: hard budgets are admitted against leases only.
    ///   - onAlerts: told of every threshold that is passed, at least once for each process; must be cheap and must not
    ///     call the book.
    public init(isShared: Bool = false, onAlerts: @escaping @Sendable ([BudgetAlert]) -> Void) {
        state = Mutex(BudgetBookState(isShared: isShared))
        self.onAlerts = onAlerts
    }

    // MARK: Calls

    /// Whether a subject needs its model.
    public var countsModels: Bool { hasModels.load(ordering: .relaxed) }

    /// Whether there is a hard budget, of whomever.
    public var hasHardBudgets: Bool { hasHard.load(ordering: .relaxed) }

    /// What the hard budgets that apply leave for one call; nil where none applies, which costs one load if there is
    /// none at all.
    public func room(for subject: borrowing BudgetSubject, startedAt: Int64) -> BudgetRoom? {
        guard hasHard.load(ordering: .relaxed) else { return nil }
        return state.withLock { state in state.room(subject, startedAt) }
    }

    /// Holds the worst case of a call in every hard budget that applies, or in none.
    public func admit(
        _ subject: borrowing BudgetSubject, worstCase: NanoUSD, startedAt: Int64, now: Int64
    ) -> BudgetAdmission {
        guard hasHard.load(ordering: .relaxed) else { return .admitted(nil) }
        return state.withLock { state in state.admit(subject, worstCase, startedAt, now) }
    }

    /// Gives a hold back: its call was never forwarded.
    public func release(_ hold: BudgetHold) { state.withLock { $0.release(hold) } }

    /// A call's row is committed: its known cost is spent, its hold is given back.
    ///
    /// - Parameter sequence: the call's id, which says whether the ledger's sums have it already.
    public func settle(
        _ subject: borrowing BudgetSubject, hold: BudgetHold?, cost: NanoUSD, sequence: Int64, startedAt: Int64,
        at: Int64
    ) {
        guard hold != nil || (cost != .zero && hasAny.load(ordering: .relaxed)) else { return }
        tell(
            state.withLock { state in
                if let hold { state.release(hold) }
                return cost == .zero ? [] : state.spend(subject, cost, sequence, startedAt, at)
            })
    }

    // MARK: Budgets

    /// Puts a budget in force, in place of the one with its id.
    ///
    /// - Parameters:
    ///   - countsAfter: calls with ids up to this are summed by the ledger, later ones by the book; the newest id there
    ///     is.
    ///   - isStandard: it is that of every user without a budget of its own in its window; its name means nothing.
    public func set(
        _ budget: Budget, zone: any ZoneOffsets, countsAfter: Int64, isStandard: Bool = false, at: Int64
    ) {
        tell(state.withLock { $0.set(budget, BudgetCalendar(zone: zone), countsAfter, isStandard, at) })
        note()
    }

    /// Takes a budget out of force; what is held in it is given back as its calls end.
    public func remove(_ id: BudgetID) {
        state.withLock { $0.remove(id) }
        note()
    }

    /// Takes the default budget out of force.
    public func removeStandard() {
        state.withLock { $0.removeStandard() }
        note()
    }

    private func note() {
        let (any, hard, models) = state.withLock { ($0.hasAny, $0.hasHard, $0.hasModels) }
        hasModels.store(models, ordering: .relaxed)
        hasAny.store(any, ordering: .relaxed)
        hasHard.store(hard, ordering: .relaxed)
    }

    /// The window of a budget that runs at `at`, and up to which id the ledger is to sum it; nil where there is no such
    /// budget.
    public func opening(of id: BudgetID, at: Int64) -> (period: BudgetPeriod, through: Int64)? {
        state.withLock { $0.opening(of: id, at) }
    }

    /// The same, of the default budget.
    public func standardOpening(at: Int64) -> (period: BudgetPeriod, through: Int64)? {
        state.withLock { $0.standardOpening(at) }
    }

    /// Takes over what the ledger had for the window `period` of a budget.
    public func open(_ id: BudgetID, period: BudgetPeriod, spent: NanoUSD, at: Int64) {
        tell(state.withLock { $0.open(id, period, [id.name: spent], at) })
    }

    /// Takes over what the ledger had for the window `period` of every user.
    public func openStandard(period: BudgetPeriod, spent: [String: NanoUSD], at: Int64) {
        tell(state.withLock { $0.openStandard(period, spent, at) })
    }

    /// Forgets windows that ended long ago.
    public func sweep(at: Int64) { state.withLock { $0.sweep(at) } }

    // MARK: Other gateways

    /// What the other gateways have spent of a budget (a user's own, else the default) in the window named `period`.
    public func setSpentElsewhere(_ amount: NanoUSD, of id: BudgetID, period: String, at: Int64) {
        tell(state.withLock { $0.setSpentElsewhere(amount, id, period, at) })
    }

    /// Sets the lease of an account, which exists since it was asked for.
    ///
    /// - Returns: false, and nothing changes, when more than `lease.total` is spent and held, or there is no such account.
    @discardableResult
    public func setLease(_ lease: BudgetLease?, of id: BudgetID, period: String) -> Bool {
        state.withLock { $0.setLease(lease, id, period) }
    }

    /// Accounts that have a lease, or hold something.
    public func leased() -> [BudgetAccountState] { state.withLock { $0.leased() } }

    // MARK: Readers

    /// The budget of `id` (for a user without one of its own: the default) in the window of `at`; nil where there is
    /// none.
    public func account(of id: BudgetID, at: Int64) -> BudgetAccountState? {
        state.withLock { $0.account(of: id, at) }
    }

    /// Every budget but the default, in the window of `at`.
    public func accounts(at: Int64) -> [BudgetAccountState] { state.withLock { $0.accounts(at) } }

    /// The default budget; its name means nothing.
    public var standard: Budget? { state.withLock { $0.standardBudget } }

    /// What is held over all accounts; zero when no call is in flight.
    public var held: NanoUSD { state.withLock { $0.held } }

    private func tell(_ alerts: [BudgetAlert]) {
        if !alerts.isEmpty { onAlerts(alerts) }
    }
}
