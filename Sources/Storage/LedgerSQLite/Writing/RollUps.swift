import Budgets
import Ledger
import Money
import Usage

/// The sums of one batch, added up in memory: the database gets one upsert a key, not one a row.
///
/// A row is added to sums by the hour; those by day and month are made of these once, when the batch is whole.
struct RollUps {
    struct CounterKey: Hashable {
        var model: String
        var component: String
        var error: ErrorType?
    }

    /// An hour or a day, by `period`.
    struct PartOfPeriod: Hashable {
        var period: Int
        var provider: ProviderID
        var model: ModelID
        var component: ComponentType
    }

    /// An hour, a day or a month, by `period`.
    struct UserKey: Hashable {
        var period: Int
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

    /// An hour or a day, by `period`.
    struct CountKey: Hashable {
        var period: Int
        var counted: Counted
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
    private(set) var hours: [PartOfPeriod: UsageTotals] = [:]
    private(set) var userHours: [UserKey: UsageTotals] = [:]
    private(set) var hourCounts: [CountKey: Int64] = [:]
    private(set) var keys: [KeyKey: UsageTotals] = [:]
    /// Costs by the model that was asked for.
    private(set) var asked: [AskedKey: NanoUSD] = [:]
    /// A user's sums by model and component; only beside a store that gateways share.
    private(set) var parts: [PartKey: PartTotals] = [:]
    /// Made by ``fold()``, as what follows.
    private(set) var days: [PartOfPeriod: UsageTotals] = [:]
    private(set) var userDays: [UserKey: UsageTotals] = [:]
    private(set) var userMonths: [UserKey: UsageTotals] = [:]
    private(set) var dayCounts: [CountKey: Int64] = [:]
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
        let hour = HourSpan.hour(ofMicroseconds: record.startedAt)
        let part = PartOfPeriod(
            period: hour, provider: record.provider, model: record.reportedModel, component: record.component)
        hours[part, default: UsageTotals()].add(record)
        userHours[UserKey(period: hour, user: record.user), default: UsageTotals()].add(record)
        count(record, in: hour)
        if let key = record.keyID {
            keys[KeyKey(month: month(ofHour: hour), key: key), default: UsageTotals()].add(record)
        }
        if record.knownCost != .zero {
            let asked = AskedKey(
                day: Self.day(ofHour: hour), provider: record.provider, model: record.budgetedModel ?? part.model)
            self.asked[asked, default: .zero] = (self.asked[asked] ?? .zero).addingClamped(record.knownCost)
        }
        guard keepsParts else { return }
        let partKey = PartKey(
            month: month(ofHour: hour), user: record.user, model: part.model, component: record.component)
        parts[partKey, default: PartTotals()].add(
            PartTotals(
                cost: record.knownCost, requests: 1, inputTokens: record.tokens.inputTotal,
                outputTokens: record.tokens.outputTotal))
    }

    private mutating func count(_ record: borrowing UsageRecord, in hour: Int) {
        func add(_ counted: Counted) { hourCounts[CountKey(period: hour, counted: counted), default: 0] += 1 }
        if let error = record.errorType { return add(.error(error.rawValue)) }
        add(.duration(LatencyHistogram.bucket(ofMicroseconds: record.durationMicroseconds)))
        guard let first = record.timeToFirstTokenMicroseconds else { return }
        add(.firstToken(LatencyHistogram.bucket(ofMicroseconds: first)))
    }

    /// Makes the sums by day and month, once all rows are added.
    mutating func fold() {
        for (key, totals) in hours {
            var day = key
            day.period = Self.day(ofHour: key.period)
            days[day, default: UsageTotals()].add(totals)
        }
        for (key, totals) in userHours {
            let day = UserKey(period: Self.day(ofHour: key.period), user: key.user)
            userDays[day, default: UsageTotals()].add(totals)
            let month = UserKey(period: month(ofHour: key.period), user: key.user)
            userMonths[month, default: UsageTotals()].add(totals)
        }
        for (key, count) in hourCounts {
            let day = CountKey(period: Self.day(ofHour: key.period), counted: key.counted)
            dayCounts[day, default: 0] += count
        }
    }

    /// Forgets all.
    mutating func removeAll() {
        counters.removeAll(keepingCapacity: true)
        hours.removeAll(keepingCapacity: true)
        userHours.removeAll(keepingCapacity: true)
        hourCounts.removeAll(keepingCapacity: true)
        keys.removeAll(keepingCapacity: true)
        asked.removeAll(keepingCapacity: true)
        parts.removeAll(keepingCapacity: true)
        days.removeAll(keepingCapacity: true)
        userDays.removeAll(keepingCapacity: true)
        userMonths.removeAll(keepingCapacity: true)
        dayCounts.removeAll(keepingCapacity: true)
    }

    private static func day(ofHour hour: Int) -> Int { hour >= 0 ? hour / 24 : (hour - 23) / 24 }

    private mutating func month(ofHour hour: Int) -> Int {
        let day = Self.day(ofHour: hour)
        if day != monthOfDay.day { monthOfDay = (day, CivilDay(number: day).monthNumber) }
        return monthOfDay.month
    }
}

extension RollUps.CounterSums {
    mutating func add(_ record: borrowing UsageRecord) {
        totals.add(record)
        if record.clientDisconnected { disconnects += 1 }
    }
}
