import ArgumentParser
import BudgetAlerting
import CatalogueLoading
import ControlPlane
import Foundation
import Gateway
import GatewayErrors
import GatewayLogging
import GatewayMetrics
import GatewayTracing
import Ledger
import LedgerRedis
import LedgerSQLite
import Logging
import Pricing
import SentryLogging
import SentryProtocol
import ServiceLifecycle
import Settings
import UnixSignals
import Usage

/// Puts the parts together, and runs them until the process is told to end.
struct Composition {
    let settings: Settings
    let logger: Logger
    /// Leads nowhere but to standard error: for what tells of errors by itself.
    private let plainLogger: Logger
    /// Services that run beside the gateway, told where it listens.
    var companions: [any Service] = []
    /// Told the port for calls once they are accepted.
    var onListening: @Sendable (Int) async -> Void = { _ in }
    /// Printed once everything listens, below the places.
    var hint: String?
    /// How the gateway's own crashes are reported; nil = they are not.
    var crashes: CrashReporting?
    /// Where `OTEL_*` is read.
    var environment = ProcessInfo.processInfo.environment

    init(settings: Settings) {
        self.settings = settings
        let level = Logger.Level(rawValue: settings.logLevel.rawValue) ?? .info
        let plain = { @Sendable (label: String) in
            var handler = StreamLogHandler.standardError(label: label)
            handler.logLevel = level
            return handler
        }
        let reports = settings.sentry.dsn != nil
        LoggingSystem.bootstrap { label -> any LogHandler in
            guard reports else { return plain(label) }
            return MultiplexLogHandler([plain(label), SentryLogHandler(label: label)])
        }
        logger = Logger(label: "tollgate")
        plainLogger = Logger(label: "tollgate") { plain($0) }
    }

    /// Opens the ledger, starts the planes, and returns after an orderly end.
    func run() async throws {
        let gatewaySettings = try configured { try GatewaySettings(settings) }
        let reportPlan = try configured { () throws(SentryDSNError) in try ErrorReports.Plan(settings) }
        let catalogue = try PriceCatalogue.embedded()
        let relay = LedgerObserverRelay()
        // What SQLite sorts in files goes where there is room for the ledger; a container may have no other place to write.
        setenv("SQLITE_TMPDIR", settings.dataDirectory, 0)
        let ledger = try configured { () throws(LedgerError) in
            try SQLiteLedger(directory: settings.dataDirectory, settings: ledgerSettings, observer: relay)
        }
        report(ledger.recovery)
        let earlierCrashes = reportPlan.flatMap { crashes?.begin($0.options, logger: plainLogger) }
        let trouble = TroubleRelay()
        var shared = try configured {
            try SharedStoreService(settings.redis, ledger: ledger, trouble: trouble, logger: logger)
        }
        let books: any LedgerReading = shared.map { SharedLedger(local: ledger, store: $0.store) } ?? ledger
        let metrics = GatewayMetrics(
            version: Version.text, providers: settings.providers.map(\.name), knownPairs: knownPairs,
            maximumLines: settings.metricsMaxLines,
            totals: try await ledger.counterTotals(), createdAt: ledger.createdAt, ledgerHealth: { books.health })
        relay.forward(to: metrics)
        let reports = reportPlan.map { ErrorReports($0, settings: settings, metrics: metrics, logger: plainLogger) }
        if let errors = reports?.errors {
            relay.forward(to: errors)
            trouble.forward(to: errors)
        }
        let pricing = Pricing(
            catalogue: catalogue, overrides: settings.prices, fallback: settings.fallbackPrice,
            catalogueProviders: Dictionary(uniqueKeysWithValues: settings.providers.map { ($0.name, $0.pricedAs) }))
        let tracing = try configured {
            try TracingComposition(environment, settings: settings, metrics: metrics, logger: logger)
        }
        // Not by way of the log: GatewayErrors reports the same, and more.
        let log = GatewayLog(logger: plainLogger) { WallClock.microseconds() / 1_000_000 }
        let genAI = GenAIObserver(environment: environment, registry: metrics.registry)
        let observers = ([genAI, reports?.errors] as [(any GatewayObserver)?]).compactMap { $0 }
        let policies = try await Policies(
            settings: settings, ledger: ledger, pricing: pricing, metrics: metrics, claims: shared?.store,
            outputs: reports.map { [AlertReporting(errors: $0.errors)] } ?? [], logger: logger)
        shared?.book = policies.book
        shared?.markers = policies.markers
        shared?.onAlert = { [hub = policies.hub] in hub.send($0) }
        let gateway = GatewayServer(
            settings: gatewaySettings,
            parts: GatewayParts(
                ledger: ledger, ledgerHealth: { ledger.health }, ids: ledger.callIDs, pricing: pricing,
                labels: metrics, observer: ObserverGroup([metrics, log] + observers),
                keys: policies.keys, background: BackgroundResponses(open: try await ledger.openResponses()),
                tracing: tracing?.calls, budgets: policies.book, leasing: shared?.store))
        metrics.holdsOpen { gateway.openHolds }
        if let store = shared?.store { metrics.sharesStore { store.health } }
        let places = Places(settings: settings, hint: hint)
        let control = ControlPlane(
            configuration: ControlPlaneConfiguration(
                host: settings.admin.host, port: settings.admin.port,
                adminToken: settings.admin.token.map { AdminToken($0.reveal()) }),
            ledger: books, policy: policies.controlPlane, metrics: MetricsPage(metrics: metrics),
            dashboard: dashboard(pricing: pricing, store: shared?.store), tunnel: reports?.tunnel,
            readiness: {
                gateway.isListening ? [] : ["The data plane does not take calls: it is starting, or shutting down."]
            },
            now: { WallClock.microseconds() },
            logger: logger, onListening: { await places.controlPlaneListens(on: $0) })
        let exporters: [any Service] = tracing.map { [$0.service] } ?? []
        var reporting: [any Service] = reports.map { [$0] } ?? []
        if let reports, let earlierCrashes {
            reporting.append(
                CrashReportingService(reporter: earlierCrashes, client: reports.client, logger: plainLogger))
        }
        // Ended in the opposite order: the data plane first, the ledger last, then what reports errors of all these.
        let services: [any Service] =
            reporting + [LedgerService(ledger: ledger, logger: logger)] + [shared].compactMap { $0 } + policies.services
            + [control]
            + exporters
            + [DataPlaneService(gateway: gateway, places: places, onListening: onListening, logger: logger)]
            + companions
        let group = ServiceGroup(
            configuration: ServiceGroupConfiguration(
                services: services.map { .init(service: $0) }, gracefulShutdownSignals: [.sigterm, .sigint],
                logger: logger))
        try await group.run()
    }

    private func dashboard(pricing: Pricing, store: SharedStore?) -> DashboardParts {
        var parts = DashboardParts(
            version: Version.text, traceURL: settings.admin.traceURL, prices: RowPrices(pricing: pricing))
        if let store { parts.sharedStore = { store.health } }
        return parts
    }

    /// Label pairs that exist at 0 before their first call: the models that the configuration names.
    private var knownPairs: [(model: ModelID, component: ComponentType)] {
        settings.providers.flatMap(\.models).map { ($0, .unspecified) }
    }

    private var ledgerSettings: SQLiteLedgerSettings {
        var result = SQLiteLedgerSettings()
        result.synchronous = settings.ledger.synchronous == .full ? .full : .normal
        result.retentionDays = settings.ledger.retentionDays
        if settings.redis.url != nil { result.replicaNode = settings.redis.node ?? SharedStoreService.hostName() }
        return result
    }

    /// What fails at start for a reason in the configuration ends the process with 78 and a sentence.
    private func configured<T, E: Error>(_ body: () throws(E) -> T) throws -> T {
        do {
            return try body()
        } catch {
            StandardError.print("tollgate: \(error)")
            throw ExitCode(78)
        }
    }

    private func report(_ recovery: LedgerRecovery) {
        guard !recovery.isClean else { return }
        logger.notice(
            "The last run did not end in order; its open calls are now in the ledger.",
            metadata: [
                "interrupted_rows": "\(recovery.interruptedRows)", "replayed_rows": "\(recovery.replayedRows)",
                "torn_holds": "\(recovery.tornHolds)", "unreadable_files": "\(recovery.unreadableFiles)",
            ])
    }
}
