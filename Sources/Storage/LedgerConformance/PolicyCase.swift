import Budgets
public import Ledger
import Money
import Usage

/// One rule of the ports that keep keys, budgets and alerts, with a run that shows whether an adapter keeps it.
public struct PolicyCase: Sendable, CustomStringConvertible {
    /// A store that can be opened again from what it left.
    public typealias Store = KeyStoring & BudgetStoring & AlertStoring

    /// The rule, as a sentence.
    public let name: String
    private let body: @Sendable (_ store: any Store, _ reopen: () async throws -> any Store) async throws -> Void

    public var description: String { name }

    init(
        _ name: String,
        _ body: @escaping @Sendable (_ store: any Store, _ reopen: () async throws -> any Store) async throws -> Void
    ) {
        self.name = name
        self.body = body
    }

    /// Runs the case on an empty `store`; `reopen` opens what it left, as another process would.
    public func run(on store: any Store, reopen: () async throws -> any Store) async throws {
        try await body(store, reopen)
    }

    private static func key(_ number: Int) -> VirtualKeyRecord {
        var key = VirtualKeyRecord(
            id: KeyID(rawValue: "key_\(number)"), digest: [UInt8](repeating: UInt8(number), count: 32),
            hint: "tg-abcd…",
            owner: UserID(rawValue: "Zoë \"'\\"), createdAt: Int64(100 - number))
        guard number > 1 else { return key }
        key.component = ComponentType(rawValue: "chat")
        key.tags = [UsageRecord.Tag(name: "team", value: "ü\n\""), UsageRecord.Tag(name: "team", value: "")]
        key.models = ["gpt-4o*", "claude"]
        key.providers = [ProviderID(rawValue: "openai")]
        key.requestsPerMinute = 1
        key.tokensPerMinute = 2
        key.maxConcurrent = 3
        key.expiresAt = 4
        key.isTrusted = true
        return key
    }

    private static func alert(_ number: Int64, _ name: String = "a\"b") throws -> BudgetAlert {
        BudgetAlert(
            budget: BudgetID(scope: .user, name: name, window: .month), period: "2026-11",
            threshold: .standard, revision: number, spent: NanoUSD(rawValue: 8 + number), limit: NanoUSD(rawValue: 10),
            projected: number % 2 == 0 ? nil : NanoUSD(rawValue: 12), at: 1000 + number)
    }

    /// Every case.
    public static let all: [PolicyCase] = [
        PolicyCase("keys are kept with all they say, oldest first, until they are removed") { store, reopen in
            for number in 1...3 { try await store.save(key(number)) }
            let kept = try await reopen()
            try expectEqual(try await kept.keys(), [key(3), key(2), key(1)], "the keys")
            var changed = key(1)
            changed.owner = UserID(rawValue: "somebody else")
            changed.models = ["gpt-4o*"]
            changed.requestsPerMinute = nil
            changed.expiresAt = 7
            try expect(try await kept.replaceKey(changed), "nothing was changed")
            try expect(try await kept.keys().first { $0.id == changed.id } == changed, "not what it was changed to")
            try expect(try await kept.replaceKey(key(1)), "not changed back")
            try expect(try await !kept.replaceKey(key(99)), "a key was changed that there is not")
            try expect(try await kept.removeKey(key(2).id), "nothing was removed")
            try expect(try await !kept.removeKey(key(2).id), "removed twice")
            try expectEqual(try await reopen().keys(), [key(3), key(1)], "the keys that are left")
        },
        PolicyCase("a budget is kept exactly, and replaced by the next one of its name and window") { store, reopen in
            let id = BudgetID(scope: .model, name: "gpt-4o/mini é", window: .week)
            try await store.save(Budget(id: id, limit: NanoUSD(rawValue: .max)))
            let budget = Budget(
                id: id, limit: NanoUSD(rawValue: 1), mode: .hard,
                thresholds: ["0.000001", "10", "0.8"].compactMap { BudgetThreshold(decimal: $0) },
                timeZone: "Europe/Berlin", onOutage: .localLease, capsOutput: true)
            try await store.save(budget)
            let kept = try await reopen()
            try expectEqual(try await kept.budgets(), [budget], "the budgets")
            try expect(try await kept.removeBudget(id), "nothing was removed")
            try expect(try await !kept.removeBudget(id), "removed twice")
            try expectEqual(try await reopen().budgets(), [], "the budgets that are left")
        },
        PolicyCase("an alert is new once, also for the next process, and undelivered until it is noted") {
            store, reopen in
            try expect(try await store.mark(alert(1)), "it is new")
            try expect(try await store.mark(alert(2)), "another revision is new")
            let kept = try await reopen()
            try expect(try await !kept.mark(alert(1)), "it is not new after a restart")
            try expectEqual(try await kept.undelivered(), [alert(1), alert(2)], "what is undelivered")
            try await kept.markDelivered(alert(1).id)
            try expectEqual(try await reopen().undelivered(), [alert(2)], "what is left undelivered")
            try expectEqual(try await kept.alerts(before: nil, limit: 10), [alert(2), alert(1)], "the alerts")
            try expectEqual(try await kept.alerts(before: 1002, limit: 10), [alert(1)], "the alerts before")
            try expectEqual(try await kept.alerts(before: nil, limit: 1), [alert(2)], "a page of them")
        },
    ]
}
