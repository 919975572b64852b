public import Budgets
public import Ledger
public import RedisClient
import Synchronization
public import Money
import Usage

/// The store that gateways share: pushes this gateway's totals, exchanges budgets, claims alerts.
///
/// The ledger is the outbox: what has changed since the last push that worked is pushed with the next, as absolute
/// totals; so an outage means lag, and nothing is lost or counted twice.
public final class SharedStore: Sendable {
    let client: RedisClient
    let clock: SharedClock
    private let source: any LedgerReplicaSource
    private let settings: SharedStoreSettings
    private let epoch: SharedEpoch
    private let budgets: SharedBudgets
    private let alerts: SharedAlerts
    private let onNotice: @Sendable (String) -> Void
    private let state = Mutex(State())

    private struct State {
        /// Not pushed yet.
        var pending = ReplicaChanges()
        /// Monotonic nanoseconds since when there is something.
        var pendingSince: Int64?
        /// The generation for which everything was put into `pending`.
        var generation = 0
        var failure: String?
        var policy: String?
    }

    /// A store behind `client`.
    ///
    /// - Parameter onNotice: told what an operator should know, once each.
    public init(
        client: RedisClient, source: any LedgerReplicaSource, settings: SharedStoreSettings = SharedStoreSettings(),
        clock: SharedClock, onNotice: @escaping @Sendable (String) -> Void = { _ in }
    ) {
        self.client = client
        self.source = source
        self.settings = settings
        self.clock = clock
        self.onNotice = onNotice
        epoch = SharedEpoch(client: client, grace: settings.leaseDuration)
        alerts = SharedAlerts(client: client, epoch: epoch, incarnations: source.incarnations)
        budgets = SharedBudgets(
            client: client, epoch: epoch, settings: settings, clock: clock, incarnations: source.incarnations)
    }

    /// One exchange: totals, then budgets.
    ///
    /// - Parameters:
    ///   - book: the budgets in force; nil = none.
    ///   - markers: alerts that were told.
    public func exchange(book: BudgetBook?, markers: (any AlertStoring)?) async throws {
        do {
            let current = try await epoch.ensure()
            if let markers {
                try await alerts.restore(from: markers, epoch: current)
            } else {
                alerts.skipRestoring(current)
            }
            let users = try await push(current)
            if let book { try await budgets.exchange(book, users: users) }
            noticePolicy()
            state.withLock { $0.failure = nil }
        } catch {
            state.withLock { $0.failure = "\(error)" }
            throw error
        }
    }

    /// Exchanges once in an interval until the task is cancelled; then once more, so that the others see everything.
    public func run(book: BudgetBook?, markers: (any AlertStoring)?) async {
        while !Task.isCancelled {
            // What went wrong is in the health, and what was not pushed stays pending.
            try? await exchange(book: book, markers: markers)
            try? await Task.sleep(for: settings.pushInterval)
        }
    }

    /// How it is.
    public var health: SharedStoreHealth {
        let status = client.status
        let (since, failure) = state.withLock { ($0.pendingSince, $0.failure) }
        let lag = since.map { Double(max(0, clock.monotonic() - $0)) / 1e9 } ?? 0
        return SharedStoreHealth(
            isConnected: status.isReady, lagSeconds: max(lag, source.oldestChangeSeconds),
            message: status.failure?.message ?? failure, outages: budgets.outages)
    }

    /// All leases, by budget and holder.
    public func leases() async throws -> [SharedLease] { try await LeaseListing(client: client).leases() }

    /// Takes a lease back; one that has not expired only by force.
    public func releaseLease(_ budget: String, of holder: String, force: Bool) async throws -> LeaseRelease {
        try await LeaseListing(client: client).release(budget, of: holder, force: force)
    }

    func sums(_ month: Month) async throws -> [SumsField: UsageTotals] {
        try await SharedCosts(client: client, source: source).sums(month)
    }

    // MARK: Totals

    /// Pushes what is pending; returns the users among it.
    private func push(_ current: SharedEpoch.Epoch) async throws -> Set<UserMonth> {
        if state.withLock({ $0.generation != current.generation }),
            let first = Month.firstKept(at: clock.wall() / 1_000_000)
        {
            let everything = try await source.everything(from: first)
            add(everything) { $0.generation = current.generation }
        }
        add(source.takeChanges())
        let pending = state.withLock { $0.pending }
        let push = CostPush(client: client, source: source)
        for users in Self.chunks(pending.users) {
            try await push.push(users)
            state.withLock { $0.pending.users.subtract(users) }
        }
        for days in Self.chunks(pending.days) {
            try await push.push(days)
            state.withLock { $0.pending.days.subtract(days) }
        }
        state.withLock { if $0.pending.isEmpty { $0.pendingSince = nil } }
        return pending.users
    }

    private func add(_ changes: ReplicaChanges, _ change: (inout sending State) -> Void = { _ in }) {
        let now = clock.monotonic()
        state.withLock { state in
            state.pending.formUnion(changes)
            if !state.pending.isEmpty, state.pendingSince == nil { state.pendingSince = now }
            change(&state)
        }
    }

    private static func chunks<Element>(_ elements: Set<Element>) -> [[Element]] {
        let all = Array(elements)
        return stride(from: 0, to: all.count, by: CostPush.chunk).map {
            Array(all[$0..<min($0 + CostPush.chunk, all.count)])
        }
    }

    private func noticePolicy() {
        guard let policy = epoch.evictionPolicy else { return }
        let isNew = state.withLock { state in
            defer { state.policy = policy }
            return state.policy != policy
        }
        guard isNew else { return }
        onNotice(
            "Redis may remove totals when its memory is full (maxmemory-policy \(policy)); set it to noeviction.")
    }
}

extension SharedStore: BudgetLeasing {
    public func extend(_ account: BudgetAccountState, by needed: NanoUSD) async -> LeaseAnswer {
        await budgets.extend(account, by: needed)
    }
}

extension SharedStore: AlertClaiming {
    public func claim(_ alert: BudgetAlert) async throws -> Bool { try await alerts.claim(alert) }
}
