import Budgets
import Ledger
import Money
import Usage

/// The sums of one batch, added up in memory: the database gets one upsert a key, not one a row.
struct RollUps {
    struct CounterKey: Hashable {
        var model: String
        var component: String
        var error: ErrorType?
    }

    struct DayKey: Hashable {
        var day: Int
        var provider: ProviderID
        var model: ModelID
        var component: ComponentType
    }

    struct UserKey: Hashable {
        var month: Int
        var user: UserID
    }

    struct PartKey: Hashable {
        var month: Int
        var user: UserID
        var model: ModelID
        var component: ComponentType
    }

    struct AskedKey: Hashable {
        var day: Int
        var provider: ProviderID
        var model: ModelID
    }

    struct KeyKey: Hashable {
        var month: Int
        var key: KeyID
    }

    struct CounterSums {
        var totals = UsageTotals()
        var disconnects: Int64 = 0
    }

    private(set) var counters: [CounterKey: CounterSums] = [:]
    private(set) var days: [DayKey: UsageTotals] = [:]
    private(set) var users: [UserKey: UsageTotals] = [:]
    private(set) var keys: [KeyKey: UsageTotals] = [:]
    /// Costs by the model that was asked for.
    private(set) var asked: [AskedKey: NanoUSD] = [:]
    /// A user's sums by model and component; only beside a store that gateways share.
    private(set) var parts: [PartKey: PartTotals] = [:]
    private let keepsParts: Bool
    /// The month of the last day seen.
    private var monthOfDay = (day: Int.min, month: 0)

    /// No sums yet.
    init(keepsParts: Bool) { self.keepsParts = keepsParts }

    /// Adds a row.
    mutating func add(_ record: borrowing UsageRecord) {
        let counter = CounterKey(
            model: record.modelLabel, component: record.componentLabel, error: record.errorType)
        counters[counter, default: CounterSums()].add(record)
        let day = CivilDay.number(ofMicroseconds: record.startedAt)
        if day != monthOfDay.day { monthOfDay = (day, CivilDay(number: day).monthNumber) }
        let dayKey = DayKey(
            day: day, provider: record.provider, model: record.reportedModel, component: record.component)
        days[dayKey, default: UsageTotals()].add(record)
        users[UserKey(month: monthOfDay.month, user: record.user), default: UsageTotals()].add(record)
        if let key = record.keyID {
            keys[KeyKey(month: monthOfDay.month, key: key), default: UsageTotals()].add(record)
        }
        if record.knownCost != .zero {
            let asked = AskedKey(
                day: day, provider: record.provider, model: record.budgetedModel ?? dayKey.model)
            self.asked[asked, default: .zero] = (self.asked[asked] ?? .zero).addingClamped(record.knownCost)
        }
        guard keepsParts else { return }
        let part = PartKey(
            month: monthOfDay.month, user: record.user, model: dayKey.model, component: record.component)
        parts[part, default: PartTotals()].add(
            PartTotals(
                cost: record.knownCost, requests: 1, inputTokens: record.tokens.inputTotal,
                outputTokens: record.tokens.outputTotal))
    }

    /// Forgets all.
    mutating func removeAll() {
        counters.removeAll(keepingCapacity: true)
        days.removeAll(keepingCapacity: true)
        users.removeAll(keepingCapacity: true)
        parts.removeAll(keepingCapacity: true)
        keys.removeAll(keepingCapacity: true)
        asked.removeAll(keepingCapacity: true)
    }
}

extension RollUps.CounterSums {
    mutating func add(_ record: borrowing UsageRecord) {
        totals.add(record)
        if record.clientDisconnected { disconnects += 1 }
    }
}
