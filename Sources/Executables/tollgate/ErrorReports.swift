import ControlPlane
import GatewayErrors
import GatewayMetrics
import Logging
import SentryClient
import SentryProtocol
import ServiceLifecycle
import Settings

/// Error reports, where a DSN is configured: the client, what the gateway tells it, and the way of pages' reports.
struct ErrorReports {
    let client: SentryClient
    let errors: GatewayErrors
    /// nil = pages do not report here.
    let tunnel: ErrorTunnel?

    /// Where reports go, checked before anything is started.
    struct Plan {
        var options: SentryOptions
        /// Projects that pages may report to.
        var projects: [SentryDSN]

        /// nil without a DSN; throws where one cannot be used, in words that say what to change.
        init?(_ settings: Settings) throws(SentryDSNError) {
            let sentry = settings.sentry
            guard let text = sentry.dsn else { return nil }
            let dsn = try SentryDSN(text.reveal())
            options = SentryOptions(dsn: dsn)
            options.environment = sentry.environment
            options.release = sentry.release ?? "tollgate@\(Version.text)"
            options.sampleRate = sentry.sampleRate
            options.tracesSampleRate = sentry.tracesSampleRate
            options.isDebug = sentry.isDebug
            options.directory = settings.dataDirectory + "/sentry"
            if sentry.monthlyEvents != nil || sentry.monthlyTransactions != nil {
                options.budget = SentryBudget(
                    eventsPerMonth: sentry.monthlyEvents, transactionsPerMonth: sentry.monthlyTransactions)
            }
            projects = [dsn]
            for further in sentry.tunnel.dsns { projects.append(try SentryDSN(further.reveal())) }
        }
    }

    /// Starts the client.
    ///
    /// - Parameter logger: one that does not lead to the client.
    init(_ plan: Plan, settings: Settings, metrics: GatewayMetrics, logger: Logger) {
        let client = SentryClient(plan.options, logger: logger)
        self.client = client
        SentrySDK.bootstrap(client)
        let counters = ErrorReportMetrics(metrics.registry, client)
        errors = GatewayErrors(
            reporter: ErrorReporter(
                capture: { event in client.capture(event) },
                addBreadcrumb: { breadcrumb in client.addBreadcrumb(breadcrumb) },
                countUnsent: { count in counters.countUnsent(count) },
                recordSession: { outcome, started in client.recordSession(outcome, started: started) }),
            budgetRefusals: ErrorReporting(rawValue: settings.sentry.budgetRefusals.rawValue) ?? .breadcrumb,
            callerErrors: ErrorReporting(rawValue: settings.sentry.callerErrors.rawValue) ?? .breadcrumb,
            microseconds: { WallClock.microseconds() })
        let tunnel = settings.sentry.tunnel
        let open = ErrorTunnel(
            projects: plan.projects, origins: Set(tunnel.origins), maximumBytes: tunnel.size,
            envelopesAMinute: tunnel.rate, environment: plan.options.environment, forwarding: EnvelopeForwarder())
        self.tunnel = tunnel.isOn ? open : nil
    }
}

extension ErrorReports: Service {
    /// Tells of storms that have ended; at shutdown of what was counted until then, and sends what waits.
    func run() async throws {
        await cancelWhenGracefulShutdown { [errors] in
            while (try? await Task.sleep(for: .seconds(5))) != nil { errors.tick() }
        }
        errors.finish()
        await client.close(timeout: client.options.shutdownTimeout)
    }
}
