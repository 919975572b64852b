package import Hummingbird
public import Ledger
public import Logging
public import NIOCore
public import ServiceLifecycle

/// The control plane: `/metrics`, health, the admin API (CONTRACTS.md "Admin API") and the dashboard.
///
/// A `Service`: ``run()`` serves until its group shuts down gracefully. It works through ports only;
/// nothing it does can delay the data plane.
public struct ControlPlane: Service {
    let configuration: ControlPlaneConfiguration
    let ledger: any LedgerReading
    let policy: ControlPlanePolicy
    let metrics: any MetricsRendering
    let dashboard: DashboardParts
    let sessions = SessionStore()
    let tunnel: ErrorTunnel?
    let readiness: @Sendable () -> [String]
    let now: @Sendable () -> Int64
    let eventLoopGroup: (any EventLoopGroup)?
    let logger: Logger
    let onListening: @Sendable (Int) async -> Void

    /// A control plane that serves `ledger`, `policy` and `metrics`.
    ///
    /// - Parameters:
    ///   - tunnel: Where pages report their errors; nil = nowhere.
    ///   - readiness: Reasons why the process should get no traffic, apart from the ledger's health; empty = ready.
    ///   - now: Microseconds since 1970.
    ///   - eventLoopGroup: nil = NIO's global one.
    ///   - onListening: Told the port once connections are accepted.
    public init(
        configuration: ControlPlaneConfiguration,
        ledger: any LedgerReading,
        policy: ControlPlanePolicy,
        metrics: any MetricsRendering,
        dashboard: DashboardParts = DashboardParts(),
        tunnel: ErrorTunnel? = nil,
        readiness: @escaping @Sendable () -> [String] = { [] },
        now: @escaping @Sendable () -> Int64,
        eventLoopGroup: (any EventLoopGroup)? = nil,
        logger: Logger,
        onListening: @escaping @Sendable (Int) async -> Void = { _ in }
    ) {
        self.configuration = configuration
        self.ledger = ledger
        self.policy = policy
        self.metrics = metrics
        self.dashboard = dashboard
        self.tunnel = tunnel
        self.readiness = readiness
        self.now = now
        self.eventLoopGroup = eventLoopGroup
        self.logger = logger
        self.onListening = onListening
    }

    /// Serves until the task is cancelled or its `ServiceGroup` shuts down.
    ///
    /// A reader that takes nothing any more cannot hold up the end of the process: after
    /// ``ControlPlaneConfiguration/shutdownGrace`` what is still being answered is cut.
    public func run() async throws {
        let application = application
        let grace = configuration.shutdownGrace
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await application.run() }
            group.addTask {
                try await gracefulShutdown()
                try await Task.sleep(for: grace)
            }
            defer { group.cancelAll() }
            try await group.next()
        }
    }

    /// The application as it is run, for tests that drive it without a socket.
    package var application: Application<RouterResponder<BasicRequestContext>> {
        Application(
            router: router,
            server: .http1(configuration: .init(idleTimeout: .seconds(75))),
            configuration: ApplicationConfiguration(
                address: .hostname(configuration.host, port: configuration.port)),
            onServerRunning: { [onListening] channel in
                await onListening(channel.localAddress?.port ?? 0)
            },
            eventLoopGroupProvider: eventLoopGroup.map { .shared($0) } ?? .singleton,
            logger: logger)
    }

    /// Paths that anybody may read: what scrapers and supervisors ask, the dashboard without its data, and the way in.
    private var openRoutes: [Route] {
        [
            Route("/healthz", HealthEndpoint()),
            Route("/readyz", ReadinessEndpoint(ledger: ledger, reasons: readiness)),
            Route("/metrics", MetricsEndpoint(metrics: metrics)),
            Route("/", DashboardEndpoint()),
            Route("/dashboard/{file}", DashboardFileEndpoint()),
            Route(
                "/api/v1/session",
                [
                    (.get, SessionEndpoint(isGuarded: configuration.adminToken != nil, sessions: sessions, now: now)),
                    (.post, LoginEndpoint(token: configuration.adminToken, sessions: sessions, now: now)),
                    (.delete, LogoutEndpoint(sessions: sessions)),
                ]),
            Route("/tollgate-browser.js", BrowserScriptEndpoint(tunnel: tunnel)),
            monitoringRoute,
        ]
    }

    /// Open, as pages have no token: what it lets through is decided by the envelope and the page's origin.
    private var monitoringRoute: Route {
        let guarding = configuration.adminToken == nil ? HostGuard(configured: configuration.host) : nil
        let origins = CrossOrigin(allowed: tunnel?.origins ?? [], guarding: guarding)
        let rate = TunnelRate(limit: tunnel?.envelopesAMinute ?? 0)
        return Route(
            "/monitoring",
            [
                (.post, MonitoringEndpoint(tunnel: tunnel, origins: origins, rate: rate, now: now)),
                (.options, MonitoringPreflightEndpoint(tunnel: tunnel, origins: origins)),
            ])
    }

    /// Paths behind the token.
    private var guardedRoutes: [Route] {
        [
            Route(
                "/api/v1/admin/overview",
                PeriodEndpoint(ledger: ledger, isShared: dashboard.sharedStore != nil, now: now)),
            Route(
                "/api/v1/admin/status",
                StatusEndpoint(ledger: ledger, parts: dashboard, reasons: readiness, now: now)),
            Route("/api/v1/admin/llm-costs", LLMCostsEndpoint(ledger: ledger, budgets: policy.budgets, now: now)),
            Route("/api/v1/admin/requests", RequestsEndpoint(ledger: ledger)),
            Route("/api/v1/admin/requests/{id}", RequestEndpoint(ledger: ledger, prices: dashboard.prices)),
            Route(
                "/api/v1/admin/keys",
                [(.get, ListKeysEndpoint(keys: policy.keys)), (.post, CreateKeyEndpoint(keys: policy.keys, now: now))]),
            Route(
                "/api/v1/admin/keys/{id}",
                [
                    (.put, ChangeKeyEndpoint(keys: policy.keys, now: now)),
                    (.delete, RevokeKeyEndpoint(keys: policy.keys)),
                ]),
            Route("/api/v1/admin/budgets", ListBudgetsEndpoint(budgets: policy.budgets)),
            Route(
                "/api/v1/admin/budgets/{scope}/{id}/{window}",
                [
                    (.get, BudgetEndpoint(budgets: policy.budgets)),
                    (.put, SetBudgetEndpoint(budgets: policy.budgets)),
                    (.delete, RemoveBudgetEndpoint(budgets: policy.budgets)),
                ]),
            Route("/api/v1/admin/alerts", AlertsEndpoint(alerts: policy.alerts)),
            Route("/api/v1/admin/events", EventsEndpoint(events: policy.events)),
            Route("/api/v1/openapi.json", OpenAPIEndpoint(isGuarded: configuration.adminToken != nil)),
        ]
    }

    /// Every path that is served, as OpenAPI writes it.
    package var paths: [String] { (openRoutes + guardedRoutes).map(\.path) }

    /// Open routes first: in Hummingbird a middleware guards only what is added after it, so a route is guarded
    /// unless it is open by name, however its path is spelled in a request.
    private var router: Router<BasicRequestContext> {
        let router = Router()
        router.add(middleware: AnswerMiddleware())
        for route in openRoutes { router.add(route) }
        if let token = configuration.adminToken {
            router.add(middleware: TokenGuard(token: token, sessions: sessions, now: now))
        } else {
            router.add(middleware: HostGuard(configured: configuration.host))
        }
        for route in guardedRoutes { router.add(route) }
        return router
    }
}
