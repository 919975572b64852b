public import Ledger
import Money
import Synchronization
import Usage

extension InMemoryLedger: LedgerReading {
    public func request(_ id: CallID) async throws -> UsageRecord? { state.withLock { $0.rows[id] } }

    public func requests(_ query: RequestQuery) async throws -> RequestPage {
        let limit = max(query.limit, 1)
        let found = Array(rows.reversed().lazy.filter { query.matches($0) }.prefix(limit + 1))
        guard found.count > limit else { return RequestPage(records: found, nextCursor: nil) }
        let page = Array(found.dropLast())
        return RequestPage(records: page, nextCursor: page.last?.id)
    }

    public func counterTotals() async throws -> [CounterTotals] {
        var sums: [[String]: CounterTotals] = [:]
        for record in rows {
            let key = [record.modelLabel, record.componentLabel, record.errorType?.rawValue ?? ""]
            var sum =
                sums[key]
                ?? CounterTotals(
                    modelLabel: record.modelLabel, componentLabel: record.componentLabel,
                    errorType: record.errorType, totals: UsageTotals(), clientDisconnects: 0)
            sum.totals.add(record)
            if record.clientDisconnected { sum.clientDisconnects += 1 }
            sums[key] = sum
        }
        return sums.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map(\.value)
    }

    public func period(_ query: PeriodQuery) async throws -> PeriodReport { PeriodReport(query, of: rows) }

    public func costs(_ query: CostQuery) async throws -> CostReport {
        let cursor = try query.cursor.map { try InMemoryCursor($0, of: query) }
        var report = CostReport(month: query.month, complete: true)
        var users: [UserID: UsageTotals] = [:]
        var models: [[String]: UsageTotals] = [:]
        var components: [ComponentType: UsageTotals] = [:]
        var days: [String: UsageTotals] = [:]
        for record in rows {
            let date = UTCDate(microseconds: record.startedAt)
            guard Month(year: date.year, month: date.month) == query.month else { continue }
            report.total.add(record)
            users[record.user, default: UsageTotals()].add(record)
            models[[record.provider.rawValue, record.reportedModel.rawValue], default: UsageTotals()].add(record)
            components[record.component, default: UsageTotals()].add(record)
            days[date.text, default: UsageTotals()].add(record)
        }
        report.days = days.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
        report.models = models.sorted { ($1.value.cost, $0.key[0], $0.key[1]) < ($0.value.cost, $1.key[0], $1.key[1]) }
            .map { (ProviderID(rawValue: $0.key[0]), ModelID(rawValue: $0.key[1]), $0.value) }
        report.components = components.sorted {
            ($1.value.cost, $0.key.rawValue) < ($0.value.cost, $1.key.rawValue)
        }.map { ($0.key, $0.value) }
        let listed = users.map { InMemoryCursor(after: $0.key, $0.value, in: query) }.sorted()
            .drop { place in cursor.map { !($0 < place) } ?? false }
        let page = listed.prefix(max(query.limit, 1))
        report.users = page.map { ($0.user, users[$0.user] ?? UsageTotals()) }
        if page.count < listed.count { report.nextCursor = page.last?.text }
        return report
    }
}

extension RequestQuery {
    /// Whether a row belongs to the answer.
    func matches(_ record: UsageRecord) -> Bool {
        if let cursor, record.id >= cursor { return false }
        if let since, record.startedAt < since { return false }
        if let until, record.startedAt >= until { return false }
        if let user, record.user != user { return false }
        if let model, ![record.requestModel, record.responseModel, record.pricedAs].contains(model) { return false }
        if let component, record.component != component { return false }
        switch status {
        case nil: return true
        case .ok: return record.errorType == nil
        case .error: return record.errorType != nil
        case .code(let code): return record.status == code
        }
    }
}
