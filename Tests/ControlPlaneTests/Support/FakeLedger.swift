import Ledger
import LedgerConformance
import Money
import Synchronization
import Usage

/// Rows in memory, summed as the port says; remembers what it was asked and fails when told to.
final class FakeLedger: LedgerReading {
    struct Broken: Error {}

    private struct State {
        var health = LedgerHealth(isWritable: true, rowsWaiting: 0, lagSeconds: 0, message: nil)
        var failure: (any Error & Sendable)?
        var costQueries: [CostQuery] = []
        var requestQueries: [RequestQuery] = []
    }

    let records: [UsageRecord]
    private let complete: Bool
    private let state = Mutex(State())

    init(_ records: [UsageRecord] = [], complete: Bool = true) {
        self.records = records.sorted { $0.id > $1.id }
        self.complete = complete
    }

    var createdAt: Double { 0 }

    var health: LedgerHealth {
        get { state.withLock { $0.health } }
        set { state.withLock { $0.health = newValue } }
    }

    func fail(with error: any Error & Sendable) { state.withLock { $0.failure = error } }

    var costQueries: [CostQuery] { state.withLock { $0.costQueries } }
    var requestQueries: [RequestQuery] { state.withLock { $0.requestQueries } }

    private func check() throws {
        if let failure = state.withLock({ $0.failure }) { throw failure }
    }

    func counterTotals() async throws -> [CounterTotals] { [] }

    func request(_ id: CallID) async throws -> UsageRecord? {
        try check()
        return records.first { $0.id == id }
    }

    func requests(_ query: RequestQuery) async throws -> RequestPage {
        state.withLock { $0.requestQueries.append(query) }
        try check()
        let matching = records.filter { record in
            query.cursor.map { record.id < $0 } ?? true
                && query.user.map { record.user == $0 } ?? true
                && query.since.map { record.startedAt >= $0 } ?? true
                && query.until.map { record.startedAt < $0 } ?? true
        }
        let page = Array(matching.prefix(query.limit))
        return RequestPage(records: page, nextCursor: matching.count > page.count ? page.last?.id : nil)
    }

    func period(_ query: PeriodQuery) async throws -> PeriodReport {
        try check()
        return PeriodReport(query, of: records)
    }

    func costs(_ query: CostQuery) async throws -> CostReport {
        state.withLock { $0.costQueries.append(query) }
        try check()
        var report = CostReport(month: query.month, complete: complete)
        var users: [UserID: UsageTotals] = [:]
        var models: [ModelID: UsageTotals] = [:]
        var components: [ComponentType: UsageTotals] = [:]
        for record in records {
            report.total.add(record)
            users[record.user, default: UsageTotals()].add(record)
            components[record.component, default: UsageTotals()].add(record)
            if let model = record.responseModel { models[model, default: UsageTotals()].add(record) }
        }
        let sorted = users.sorted { ($0.value.cost, $1.key.rawValue) > ($1.value.cost, $0.key.rawValue) }
        let start = query.cursor.flatMap { Int($0.dropFirst(2)) } ?? 0
        let page = sorted.dropFirst(start).prefix(query.limit)
        report.users = page.map { (user: $0.key, totals: $0.value) }
        report.models = models.sorted { $0.key.rawValue < $1.key.rawValue }
            .map { (provider: ProviderID(rawValue: "openai"), model: $0.key, totals: $0.value) }
        report.components = components.sorted { $0.key.rawValue < $1.key.rawValue }
            .map { (component: $0.key, totals: $0.value) }
        report.days = [(date: "2026-11-22", totals: report.total)]
        report.nextCursor = sorted.count > start + page.count ? "p/\(start + page.count)" : nil
        return report
    }
}
