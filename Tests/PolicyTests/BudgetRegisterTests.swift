import BudgetKeeping
import Budgets
import Ledger
import LedgerConformance
import Money
import Synchronization
import Testing
import Usage

@Suite struct BudgetRegisterTests {
    private let ledger = InMemoryLedger()
    private let store = InMemoryPolicyStore()
    private let clock = Clock()
    private let alice = BudgetID(scope: .user, name: "alice", window: .month)
    private let told = Told()

    private func register(
        _ configured: [Budget] = [], standard: Budget? = nil, usersAreCertain: Bool = true
    ) async throws -> (BudgetRegister, BudgetBook) {
        clock.time.store(SampleCalls.november + 1_000_000_000, ordering: .relaxed)
        let told = told
        let book = BudgetBook { told.add($0) }
        let clock = clock
        let register = BudgetRegister(
            book: book, configured: configured, store: store, spend: ledger,
            rules: BudgetRegister.Rules(
                standard: standard, usersAreCertain: usersAreCertain,
                zone: { $0 == "UTC" ? UTCOffsets() : nil },
                newestID: { CallID.earliest(at: clock.time.load(ordering: .relaxed)) },
                now: { clock.time.load(ordering: .relaxed) },
                modelNaming: { provider, model in provider == "openai" && model == "gpt-4o-latest" ? "gpt-4o" : model })
        )
        try await register.load()
        return (register, book)
    }

    /// A row of `user` that cost `nanos`, `seconds` into November.
    private func settle(
        _ user: String, _ nanos: Int64, at seconds: Int64, _ change: (inout UsageRecord) -> Void = { _ in }
    ) {
        let startedAt = SampleCalls.november + seconds * 1_000_000
        var record = UsageRecord(
            id: CallID.earliest(at: startedAt), startedAt: startedAt, provider: ProviderID(rawValue: "openai"),
            api: "chat.completions", user: UserID(rawValue: user), component: .unspecified)
        record.knownCost = NanoUSD(rawValue: nanos)
        record.cost = record.knownCost
        change(&record)
        ledger.openLane { _ in }.settle(record, releasing: nil)
    }

    private func budget(_ nanos: Int64, mode: Budget.Mode = .soft) -> Budget {
        Budget(id: alice, limit: NanoUSD(rawValue: nanos), mode: mode)
    }

    @Test func `spend is what the ledger has, at a start and for a budget set later`() async throws {
        settle("alice", 700, at: 1)
        settle("bob", 300, at: 2)
        settle("alice", 50, at: -1)
        let standard = Budget(id: BudgetID(scope: .user, name: "", window: .month), limit: NanoUSD(rawValue: 1000))
        let (register, book) = try await register([budget(10_000, mode: .hard)], standard: standard)
        let now = clock.time.load(ordering: .relaxed)
        #expect(await register.budget(alice)?.state.spent.rawValue == 700)
        let bob = BudgetID(scope: .user, name: "bob", window: .month)
        #expect(book.account(of: bob, at: now)?.spent.rawValue == 300)
        let gateway = BudgetID(scope: .gateway, name: BudgetID.wholeGateway, window: .total)
        let set = try await register.set(Budget(id: gateway, limit: NanoUSD(rawValue: 5000)))
        #expect(set.state.spent.rawValue == 1050)
        #expect(!set.isConfigured)
        #expect(await register.budgets().map(\.isConfigured).sorted { !$0 && $1 } == [false, true])
    }

    @Test func `a call that was on its way when a budget was set is counted by the upkeep`() async throws {
        let (register, _) = try await register()
        _ = try await register.set(budget(1000, mode: .hard))
        settle("alice", 400, at: 500)
        #expect(await register.budget(alice)?.state.spent.rawValue == 0)
        try await register.keepUp()
        #expect(await register.budget(alice)?.state.spent.rawValue == 400)
    }

    @Test func `a model's spend is that of the calls that asked for it, whatever answered`() async throws {
        func settle(_ asked: String?, pricedAs: String, _ nanos: Int64, at seconds: Int64) {
            self.settle("alice", nanos, at: seconds) {
                $0.requestModel = asked.map { ModelID(rawValue: $0) }
                $0.pricedAs = ModelID(rawValue: pricedAs)
            }
        }
        settle("gpt-4o", pricedAs: "gpt-4o-2024-08-06", 500, at: 1)
        settle("gpt-4o-latest", pricedAs: "gpt-4o-2024-11-20", 30, at: 2)
        settle("o3", pricedAs: "gpt-4o", 7, at: 3)
        settle(nil, pricedAs: "gpt-4o", 1000, at: 4)
        for window in [BudgetWindow.month, .hour, .total] {
            let id = BudgetID(scope: .model, name: "gpt-4o", window: window)
            let budget = Budget(id: id, limit: NanoUSD(rawValue: 9000), mode: .hard)
            let (register, book) = try await register([budget])
            #expect(await register.budget(id)?.state.spent.rawValue == 1530, "\(window)")
            // What comes now is counted under the name that the caller gives: the same rule.
            let subject = BudgetSubject(user: "alice", key: nil, component: "c", model: "gpt-4o")
            let now = clock.time.load(ordering: .relaxed)
            book.settle(
                subject, hold: nil, cost: NanoUSD(rawValue: 70), sequence: .max, startedAt: now, at: now)
            #expect(await register.budget(id)?.state.spent.rawValue == 1600)
        }
    }

    @Test func `what the API sets goes before the configuration, and outlives a restart`() async throws {
        let (register, _) = try await register([budget(1000)])
        _ = try await register.set(budget(2000))
        let (next, book) = try await self.register([budget(1000)])
        #expect(await next.budget(alice)?.state.budget.limit.rawValue == 2000)
        try await next.remove(alice)
        #expect(await next.budget(alice)?.state.budget.limit.rawValue == 1000)
        #expect(book.accounts(at: clock.time.load(ordering: .relaxed)).map(\.budget.limit.rawValue) == [1000])
        await #expect(throws: BudgetProblem.self) { try await next.remove(alice) }
    }

    @Test func `a hard budget of users who are whoever they say is refused, and so is an unknown zone`() async throws {
        let (register, _) = try await register(usersAreCertain: false)
        await #expect(throws: BudgetProblem.self) { try await register.set(budget(1000, mode: .hard)) }
        var elsewhere = budget(1000)
        elsewhere.timeZone = "Mars/Olympus"
        await #expect(throws: BudgetProblem.self) { try await register.set(elsewhere) }
        #expect(try await store.budgets().isEmpty)
        await #expect(throws: BudgetProblem.self) {
            try await register.remove(BudgetID(scope: .user, name: "nobody", window: .day))
        }
    }

    @Test func `spend that is over a threshold at a start is told, for the store to say whether it was before`()
        async throws
    {
        settle("alice", 900, at: 1)
        _ = try await register([budget(1000)])
        #expect(told.alerts.map(\.id) == ["user:alice:month:2026-11:0.8:1000"])
    }

    final class Told: Sendable {
        private let state = Mutex<[BudgetAlert]>([])
        var alerts: [BudgetAlert] { state.withLock { $0 } }
        func add(_ alerts: [BudgetAlert]) { state.withLock { $0 += alerts } }
    }
}
