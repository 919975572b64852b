import BudgetAlerting
import BudgetKeeping
import Budgets
import ControlPlane
import Gateway
import GatewayMetrics
import Ledger
import LedgerSQLite
import Logging
import Money
import PolicySQLite
import Pricing
import ServiceLifecycle
import Settings
import Usage
import VirtualKeyRing

/// Keys, budgets and alerts, put together: what decides about calls, apart from their routes.
struct Policies {
    let book: BudgetBook
    let keys: KeyRing
    let register: BudgetRegister
    let dispatch: AlertDispatch
    let hub: AlertHub
    /// The alerts that were told.
    var markers: any AlertStoring { store }
    private let store: PolicyStore
    private let logger: Logger

    /// Opens the store beside the ledger, and puts everything in force; before the first call.
    ///
    /// - Parameter claims: decides over all gateways who tells of an alert; nil = this one is alone, and so are its
    ///   hard budgets.
    /// - Parameter outputs: further places where alerts are told.
    init(
        settings: Settings, ledger: SQLiteLedger, pricing: Pricing, metrics: GatewayMetrics,
        claims: (any AlertClaiming)?, outputs: [any AlertOutput], logger: Logger
    ) async throws {
        let now: @Sendable () -> Int64 = { WallClock.microseconds() }
        self.logger = logger
        store = try PolicyStore(directory: settings.dataDirectory)
        let relay = AlertRelay()
        let book = BudgetBook(isShared: claims != nil) { relay.offer($0) }
        self.book = book
        keys = KeyRing(store: store, now: now)
        let budgetMetrics = BudgetMetrics(metrics.registry) { id in
            book.account(of: id, at: now()).map { state in
                Double(state.spent.addingClamped(state.spentElsewhere).rawValue) / Double(state.budget.limit.rawValue)
            }
        }
        hub = AlertHub()
        dispatch = AlertDispatch(
            store: store, claims: claims ?? SoleGateway(),
            outputs: [AlertCounting(metrics: budgetMetrics), hub, AlertLog(logger)] + Self.webhooks(settings) + outputs,
            logger: logger)
        relay.forward(to: dispatch)
        register = BudgetRegister(
            book: book, configured: settings.budgets.listed, store: store, spend: ledger,
            rules: BudgetRegister.Rules(
                standard: settings.budgets.standard,
                usersAreCertain: settings.requiresKeys || settings.trustsUserHeader, zone: { IANAZone($0) },
                newestID: { ledger.callIDs.next(at: now()) }, now: now,
                modelNaming: { provider, model in
                    pricing.budgetedName(
                        provider: ProviderID(rawValue: provider), model: ModelID(rawValue: model))
                },
                onChange: { budgetMetrics.watch($0) }))
        try await keys.load()
        try await register.load()
    }

    /// What the control plane shows and changes.
    var controlPlane: ControlPlanePolicy {
        ControlPlanePolicy(keys: keys, budgets: register, alerts: store, events: hub)
    }

    /// What runs beside the planes.
    var services: [any Service] { [dispatch, BudgetUpkeep(register, logger: logger)] }

    private static func webhooks(_ settings: Settings) -> [any AlertOutput] {
        guard let url = settings.budgets.webhookURL else { return [] }
        return [
            AlertWebhook(
                url: url.reveal(), format: settings.budgets.webhookFormat == .slack ? .slack : .json,
                secret: settings.budgets.webhookSecret?.reveal(), seconds: { WallClock.microseconds() / 1_000_000 })
        ]
    }
}
