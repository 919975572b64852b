import Budgets
import Ledger
import Money

/// Admits calls that wait for leases of shared budgets: off the event loops, one after the other, so that what one call
/// brings back serves those behind it and the store is asked once.
actor LeaseDesk {
    private let budgets: BudgetBook
    private let leasing: any BudgetLeasing
    private var last: Task<BudgetAdmission, Never>?
    private var waiting = 0

    /// Calls that may wait at once; more are refused as in an outage.
    private static let mostWaiting = 10_000
    /// How often a call asks again because others, on the event loops, took what it had brought: each time a call is
    /// admitted, so that this is many calls ahead of it, not an endless wait.
    private static let mostRounds = 256
    /// Nanoseconds for which a call asks again because the store does not answer, at most.
    ///
    /// The store's adapter gives up sooner where an outage lasts.
    private static let mostPatience: Int64 = 5_000_000_000

    init(budgets: BudgetBook, leasing: any BudgetLeasing) {
        self.budgets = budgets
        self.leasing = leasing
    }

    /// The end of waiting: admitted or refused, never `needsLease`.
    func admit(_ subject: BudgetSubject, worstCase: NanoUSD, startedAt: Int64) async -> BudgetAdmission {
        guard waiting < Self.mostWaiting else {
            return Self.outage(subject, worstCase, startedAt, budgets)
        }
        waiting += 1
        defer { waiting -= 1 }
        let previous = last
        // Unstructured: the next call's turn is after this one's, whoever asked for it.
        let turn = Task { [budgets, leasing] in
            _ = await previous?.value
            return await Self.admit(subject, worstCase, startedAt, budgets, leasing)
        }
        last = turn
        return await turn.value
    }

    private static func admit(
        _ subject: BudgetSubject, _ worstCase: NanoUSD, _ startedAt: Int64, _ budgets: BudgetBook,
        _ leasing: any BudgetLeasing
    ) async -> BudgetAdmission {
        let end = CallClock.monotonicNanoseconds() + mostPatience
        var refusal: BudgetRefusal?
        var rounds = 0
        asking: while rounds < mostRounds {
            rounds += 1
            let answer = budgets.admit(
                subject, worstCase: worstCase, startedAt: startedAt, now: CallClock.monotonicNanoseconds())
            guard case .needsLease(let accounts) = answer else { return answer }
            for account in accounts {
                switch await leasing.extend(account, by: worstCase) {
                case .granted(let lease):
                    budgets.setLease(lease, of: account.budget.id, period: account.period.name)
                case .askAgain where CallClock.monotonicNanoseconds() < end:
                    // By the book as it is then: a hold may have been settled, a lease renewed.
                    rounds -= 1
                    continue asking
                case .exhausted(let left):
                    refusal = BudgetRefusal(
                        budget: account.budget, period: account.period, left: left, needed: worstCase)
                case .unavailable, .askAgain:
                    refusal = BudgetRefusal(
                        budget: account.budget, period: account.period, left: .zero, needed: worstCase, isOutage: true)
                }
                if let refusal { return .refused(refusal) }
            }
        }
        return outage(subject, worstCase, startedAt, budgets)
    }

    /// Nobody can say what is left.
    private static func outage(
        _ subject: BudgetSubject, _ worstCase: NanoUSD, _ startedAt: Int64, _ budgets: BudgetBook
    ) -> BudgetAdmission {
        guard let room = budgets.room(for: subject, startedAt: startedAt) else { return .admitted(nil) }
        return .refused(
            BudgetRefusal(
                budget: room.budget, period: room.period, left: room.left, needed: worstCase, isOutage: true))
    }
}
