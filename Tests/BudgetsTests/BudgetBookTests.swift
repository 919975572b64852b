import Budgets
import Money
import Synchronization
import Testing

@Suite struct BudgetBookTests {
    let month = BudgetID(scope: .user, name: "alice", window: .month)
    let now: Int64 = 1_795_000_000_000_000  // 2026-11-18

    private func dollars(_ text: String) throws -> NanoUSD { try #require(NanoUSD(decimal: text)) }

    private func subject(
        _ user: String = "alice", key: String? = nil, component: String = "chat", model: String? = "gpt-4o"
    ) -> BudgetSubject {
        BudgetSubject(user: user, key: key, component: component, model: model)
    }

    private func book(_ budgets: [Budget], told: Told = Told()) -> BudgetBook {
        let book = BudgetBook { told.add($0) }
        for budget in budgets { book.set(budget, zone: UTCOffsets(), countsAfter: 0, at: now) }
        return book
    }

    @Test func `spend, holds and the new hold never pass the limit`() throws {
        let book = book([Budget(id: month, limit: try dollars("1"), mode: .hard)])
        let worst = try dollars("0.3")
        var holds: [BudgetHold] = []
        for _ in 0..<3 {
            guard case .admitted(let hold?) = book.admit(subject(), worstCase: worst, startedAt: now, now: 0) else {
                Issue.record("refused too early")
                return
            }
            holds.append(hold)
        }
        guard case .refused(let refusal) = book.admit(subject(), worstCase: worst, startedAt: now, now: 0) else {
            Issue.record("admitted beyond the limit")
            return
        }
        #expect(refusal.left == (try dollars("0.1")))
        book.settle(subject(), hold: holds[0], cost: try dollars("0.1"), sequence: 1, startedAt: now, at: now)
        #expect(book.admit(subject(), worstCase: worst, startedAt: now, now: 0) != .refused(refusal))
        book.release(holds[1])
        let state = try #require(book.account(of: month, at: now))
        #expect(state.spent == (try dollars("0.1")))
        #expect(state.held == (try dollars("0.6")))
    }

    @Test func `of several budgets all must fit, the tightest is told, and a refusal holds nothing`() throws {
        let gateway = BudgetID(scope: .gateway, name: BudgetID.wholeGateway, window: .day)
        let model = BudgetID(scope: .model, name: "gpt-4o", window: .total)
        let book = book([
            Budget(id: month, limit: try dollars("5"), mode: .hard),
            Budget(id: gateway, limit: try dollars("0.5"), mode: .hard),
            Budget(id: model, limit: try dollars("0.2"), mode: .hard),
        ])
        let answer = book.admit(subject(), worstCase: try dollars("1"), startedAt: now, now: 0)
        guard case .refused(let refusal) = answer else {
            Issue.record("admitted")
            return
        }
        #expect(refusal.budget.id == model)
        #expect(book.held == .zero)
        #expect(book.room(for: subject(), startedAt: now)?.left == (try dollars("0.2")))
        #expect(book.room(for: subject(model: "other"), startedAt: now)?.left == (try dollars("0.5")))
    }

    @Test func `a call counts in the window it began in, also when it ends in the next`() throws {
        let hour = BudgetID(scope: .component, name: "chat", window: .hour)
        let book = book([Budget(id: hour, limit: try dollars("1"), mode: .hard)])
        let lastOfHour = now / 3_600_000_000 * 3_600_000_000 + 3_599_999_999
        let admitted = book.admit(subject(), worstCase: try dollars("1"), startedAt: lastOfHour, now: 0)
        guard case .admitted(let hold?) = admitted else {
            Issue.record("refused")
            return
        }
        // The next hour is empty, though the call still runs.
        #expect(book.room(for: subject(), startedAt: lastOfHour + 1)?.left == (try dollars("1")))
        book.settle(
            subject(), hold: hold, cost: try dollars("0.9"), sequence: 7, startedAt: lastOfHour, at: lastOfHour + 99)
        #expect(book.account(of: hour, at: lastOfHour)?.spent == (try dollars("0.9")))
        #expect(book.account(of: hour, at: lastOfHour + 1)?.spent == .zero)
        #expect(book.held == .zero)
    }

    @Test func `what the ledger had and what is counted here never counts twice`() throws {
        let told = Told()
        let book = BudgetBook { told.add($0) }
        book.set(
            Budget(id: month, limit: try dollars("10"), mode: .hard), zone: UTCOffsets(), countsAfter: 100, at: now)
        // A call from before: the ledger's sum will have it.
        book.settle(subject(), hold: nil, cost: try dollars("1"), sequence: 100, startedAt: now, at: now)
        book.settle(subject(), hold: nil, cost: try dollars("2"), sequence: 101, startedAt: now, at: now)
        let opening = try #require(book.opening(of: month, at: now))
        #expect(opening.through == 100)
        book.open(month, period: opening.period, spent: try dollars("1"), at: now)
        #expect(book.account(of: month, at: now)?.spent == (try dollars("3")))
        // Read again, with a call that ended meanwhile.
        book.open(month, period: opening.period, spent: try dollars("1.5"), at: now)
        #expect(book.account(of: month, at: now)?.spent == (try dollars("3.5")))
    }

    @Test func `each threshold is told once, and again when the limit is raised`() throws {
        let told = Told()
        let half = try #require(BudgetThreshold(decimal: "0.5"))
        let full = try #require(BudgetThreshold(decimal: "1"))
        let book = book([Budget(id: month, limit: try dollars("1"), thresholds: [full, half])], told: told)
        for sequence in 1...20 {
            book.settle(
                subject(), hold: nil, cost: try dollars("0.1"), sequence: Int64(sequence), startedAt: now, at: now)
        }
        #expect(told.alerts.map(\.threshold) == [half, full])
        #expect(told.alerts.map(\.spent) == [try dollars("0.5"), try dollars("1")])
        #expect(told.alerts[0].id == "user:alice:month:2026-11:0.5:1000000000")
        book.set(
            Budget(id: month, limit: try dollars("3"), thresholds: [half, full]), zone: UTCOffsets(), countsAfter: 0,
            at: now)
        #expect(told.alerts.count == 3)
        #expect(told.alerts[2].limit == (try dollars("3")))
    }

    @Test func `the default holds for each user without a budget of its own in that window`() throws {
        let told = Told()
        let book = BudgetBook { told.add($0) }
        let standard = Budget(
            id: BudgetID(scope: .user, name: "", window: .month), limit: try dollars("6"))
        book.set(standard, zone: UTCOffsets(), countsAfter: 0, isStandard: true, at: now)
        book.set(Budget(id: month, limit: try dollars("100")), zone: UTCOffsets(), countsAfter: 0, at: now)
        let period = try #require(book.standardOpening(at: now)).period
        book.openStandard(period: period, spent: ["bob": try dollars("4")], at: now)
        for user in ["alice", "bob", "carol"] {
            book.settle(subject(user), hold: nil, cost: try dollars("5"), sequence: 1, startedAt: now, at: now)
        }
        #expect(told.alerts.map(\.budget.name) == ["bob", "carol"])
        let bob = try #require(
            book.account(of: BudgetID(scope: .user, name: "bob", window: .month), at: now))
        #expect(bob.spent == (try dollars("9")))
        #expect(bob.budget.limit == (try dollars("6")))
        #expect(book.accounts(at: now).map(\.budget.id) == [month])
    }

    @Test func `a shared budget admits against its lease only, and only before that ends`() throws {
        let book = BudgetBook(isShared: true) { _ in }
        book.set(
            Budget(id: month, limit: try dollars("10"), mode: .hard), zone: UTCOffsets(), countsAfter: 0, at: now)
        let one = try dollars("1")
        guard case .needsLease(let wanted) = book.admit(subject(), worstCase: one, startedAt: now, now: 5) else {
            Issue.record("admitted without a lease")
            return
        }
        #expect(wanted.map(\.budget.id) == [month])
        #expect(book.setLease(BudgetLease(total: one, expiresAt: 10), of: month, period: wanted[0].period.name))
        guard case .admitted(let hold?) = book.admit(subject(), worstCase: one, startedAt: now, now: 9) else {
            Issue.record("refused within the lease")
            return
        }
        #expect(!book.setLease(BudgetLease(total: .zero, expiresAt: 99), of: month, period: "2026-11"))
        book.release(hold)
        guard case .needsLease = book.admit(subject(), worstCase: one, startedAt: now, now: 10) else {
            Issue.record("admitted against an expired lease")
            return
        }
        #expect(book.leased().count == 1)
    }

    @Test func `a budget that is removed while calls run gives its holds back`() throws {
        let book = book([Budget(id: month, limit: try dollars("1"), mode: .hard)])
        let admitted = book.admit(subject(), worstCase: try dollars("1"), startedAt: now, now: 0)
        guard case .admitted(let hold?) = admitted else {
            Issue.record("refused")
            return
        }
        book.remove(month)
        #expect(book.room(for: subject(), startedAt: now) == nil)
        book.set(Budget(id: month, limit: try dollars("1"), mode: .hard), zone: UTCOffsets(), countsAfter: 0, at: now)
        let other = book.admit(subject(), worstCase: try dollars("1"), startedAt: now, now: 0)
        book.settle(subject(), hold: hold, cost: .zero, sequence: 1, startedAt: now, at: now)
        #expect(book.held == (try dollars("1")))
        guard case .admitted(let hold?) = other else {
            Issue.record("refused")
            return
        }
        book.release(hold)
        #expect(book.held == .zero)
    }

    @Test func `many threads at once never pass the limit, and leave no hold`() async throws {
        let limit = try dollars("1")
        let book = book([
            Budget(id: month, limit: limit, mode: .hard),
            Budget(id: BudgetID(scope: .component, name: "chat", window: .day), limit: limit, mode: .hard),
        ])
        let sums = Sums()
        let (worst, cost) = (try dollars("0.01"), try dollars("0.007"))
        await withTaskGroup(of: Void.self) { group in
            for worker in 0..<8 {
                group.addTask {
                    for round in 0..<200 {
                        let answer = book.admit(self.subject(), worstCase: worst, startedAt: self.now, now: 0)
                        guard case .admitted(let hold?) = answer else { continue }
                        if (worker + round) % 5 == 0 {
                            book.release(hold)
                            continue
                        }
                        sums.spent.add(cost.rawValue, ordering: .relaxed)
                        book.settle(
                            self.subject(), hold: hold, cost: cost,
                            sequence: sums.calls.add(1, ordering: .relaxed).newValue, startedAt: self.now, at: self.now)
                    }
                }
            }
        }
        let total = sums.spent.load(ordering: .relaxed)
        #expect(total <= limit.rawValue)
        #expect(total > limit.rawValue - worst.rawValue)
        #expect(book.account(of: month, at: now)?.spent.rawValue == total)
        #expect(book.held == .zero)
    }

    @Test func `windows that ended long ago are forgotten, unless something is held in them`() throws {
        let hour = BudgetID(scope: .user, name: "alice", window: .hour)
        let book = book([Budget(id: hour, limit: try dollars("1"), mode: .hard)])
        let answer = book.admit(subject(), worstCase: try dollars("1"), startedAt: now, now: 0)
        guard case .admitted(let hold?) = answer else {
            Issue.record("refused")
            return
        }
        let later = now + 10 * 3_600_000_000
        book.sweep(at: later)
        #expect(book.held == (try dollars("1")))
        book.settle(subject(), hold: hold, cost: try dollars("1"), sequence: 1, startedAt: now, at: later)
        #expect(book.account(of: hour, at: now)?.spent == (try dollars("1")))
        book.sweep(at: later)
        #expect(book.account(of: hour, at: now)?.spent == .zero)
    }
}

/// What several threads have done.
private final class Sums: Sendable {
    let calls = Atomic<Int64>(0)
    let spent = Atomic<Int64>(0)
}

/// What a book has told.
final class Told: Sendable {
    private let state = Mutex<[BudgetAlert]>([])
    var alerts: [BudgetAlert] { state.withLock { $0 } }
    func add(_ alerts: [BudgetAlert]) { state.withLock { $0 += alerts } }
}
