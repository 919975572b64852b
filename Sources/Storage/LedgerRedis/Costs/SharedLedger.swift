public import Ledger
import RedisClient
import Usage

/// A ledger whose costs are those of all gateways; all else is what this gateway has.
public final class SharedLedger: LedgerReading {
    private let local: any LedgerReading
    private let store: SharedStore

    /// The costs of `local` and of all others that share `store`.
    public init(local: any LedgerReading, store: SharedStore) {
        self.local = local
        self.store = store
    }

    /// The month's totals over all gateways; over this one only, and marked as not complete, where the store cannot be
    /// asked, or has forgotten the month.
    public func costs(_ query: CostQuery) async throws -> CostReport {
        guard query.month.expiry > store.clock.wall() / 1_000_000 else { return try await localCosts(query) }
        let sums: [SumsField: UsageTotals]
        do {
            sums = try await store.sums(query.month)
        } catch is RedisError {
            return try await localCosts(query)
        }
        let page = try CostPage(query)
        var report = CostReport(month: query.month, complete: true)
        var users: [(user: UserID, totals: UsageTotals)] = []
        var models: [ProviderModel: UsageTotals] = [:]
        var components: [ComponentType: UsageTotals] = [:]
        var days: [Int: UsageTotals] = [:]
        for (field, totals) in sums {
            switch field {
            case .user(let user): users.append((user, totals))
            case .day(let part):
                report.total.add(totals)
                models[ProviderModel(provider: part.provider, model: part.model), default: UsageTotals()].add(totals)
                components[part.component, default: UsageTotals()].add(totals)
                days[part.day, default: UsageTotals()].add(totals)
            }
        }
        (report.users, report.nextCursor) = page.page(of: users)
        report.models = models.map { ($0.key.provider, $0.key.model, $0.value) }
            .sorted { ($1.2.cost, $0.0.rawValue, $0.1.rawValue) < ($0.2.cost, $1.0.rawValue, $1.1.rawValue) }
        report.components = components.map { ($0.key, $0.value) }
            .sorted { ($1.1.cost, $0.0.rawValue) < ($0.1.cost, $1.0.rawValue) }
        report.days = days.sorted { $0.key < $1.key }
            .map { ("\(query.month)-\($0.key < 10 ? "0" : "")\($0.key)", $0.value) }
        return report
    }

    /// Over this gateway's calls only: the store has sums by the month.
    public func period(_ query: PeriodQuery) async throws -> PeriodReport { try await local.period(query) }

    public func requests(_ query: RequestQuery) async throws -> RequestPage { try await local.requests(query) }

    public func request(_ id: CallID) async throws -> UsageRecord? { try await local.request(id) }

    public func counterTotals() async throws -> [CounterTotals] { try await local.counterTotals() }

    public var health: LedgerHealth {
        var health = local.health
        health.lagSeconds = max(health.lagSeconds, store.health.lagSeconds)
        return health
    }

    public var createdAt: Double { local.createdAt }

    private func localCosts(_ query: CostQuery) async throws -> CostReport {
        var report = try await local.costs(query)
        report.complete = false
        return report
    }

    private struct ProviderModel: Hashable {
        var provider: ProviderID
        var model: ModelID
    }
}
