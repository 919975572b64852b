public import Budgets
public import Gateway
public import Ledger
import SentryProtocol
import Synchronization
public import Usage

/// Reports what goes wrong to Sentry: failures of providers, faults of the gateway itself, trouble of its stores,
/// budgets that are used up.
///
/// Events are grouped by what failed, not by message, and a storm is a bounded number of them
/// (``FailureThrottle``). A report names the user, the component, the request and the trace; never a prompt, an answer, a
/// key or anything of the wire but ids and the model's name.
public final class GatewayErrors: GatewayObserver {
    /// What a report is made of, kept until it is known whether there will be one.
    enum Sample: Sendable {
        case call(CallFailure)
        case fault(String)
    }

    private let reporter: ErrorReporter
    private let budgetRefusals: ErrorReporting
    private let callerErrors: ErrorReporting
    private let microseconds: @Sendable () -> Int64
    private let models = Mutex(ModelNames())
    private let throttle = Mutex(FailureThrottle<Sample>())

    /// Reports through `reporter`.
    ///
    /// - Parameters:
    ///   - budgetRefusals: What becomes of calls that a budget refuses.
    ///   - callerErrors: What becomes of requests that a provider rejects as wrong, or whose content it refuses.
    ///   - microseconds: Since 1970.
    public init(
        reporter: ErrorReporter, budgetRefusals: ErrorReporting = .breadcrumb,
        callerErrors: ErrorReporting = .breadcrumb,
        microseconds: @escaping @Sendable () -> Int64
    ) {
        self.reporter = reporter
        self.budgetRefusals = budgetRefusals
        self.callerErrors = callerErrors
        self.microseconds = microseconds
    }

    public func callSettled(_ event: borrowing CallSettled) {
        let isFailure = event.record.errorType.map { CallFailure.level(of: $0) == .error } ?? false
        reporter.recordSession(
            isFailure || !event.committedInTime ? .errored : .exited,
            SentryTimestamp(microseconds: event.record.startedAt))
        if !event.committedInTime {
            report(
                .lateCommit,
                .fault("An answer went out before its row was committed; the row is in the emergency journal."))
        }
        guard var failure = CallFailure(event) else { return }
        failure.model = models.withLock { $0.name(label: failure.model, requested: failure.requestModel) }
        switch failure.errorType {
        case .rateLimit, .timeout, .serverError, .authentication, .upstreamUnreachable:
            report(failure.kind, .call(failure))
        case .budgetExceeded: note(failure, as: budgetRefusals)
        case .invalidRequest, .contentFilter: note(failure, as: callerErrors)
        }
    }

    public func callRefused(_ event: CallRefused) {
        // Without an answer there was no request, only a connection.
        if event.status != 0 {
            reporter.recordSession(
                event.reason.isFault ? .errored : .exited, SentryTimestamp(microseconds: microseconds()))
        }
        switch event.reason {
        case .ledgerUnavailable:
            report(.refused(event.reason), .fault("Calls are refused, because the ledger cannot be written."))
        case .bodyNotStored:
            let reason = event.status == 507 ? "the disk of data_dir is full" : "a file in data_dir cannot be used"
            report(.refused(event.reason), .fault("Calls with large bodies are refused, because \(reason)."))
        case .malformed, .bodyTooLarge, .unauthenticated, .forbidden, .unknownRoute, .rateLimited, .shuttingDown,
            .clientTimeout:
            return
        }
    }

    public func upstreamEnded(_ event: UpstreamEnded) {
        guard let message = event.message else { return }
        reporter.addBreadcrumb(
            SentryBreadcrumb(
                message, category: "tollgate.upstream", level: .warning,
                data: ["provider": .string(event.provider.rawValue), "outcome": .string(event.outcome.rawValue)]))
    }

    public func upstreamReconnected(provider: ProviderID) {}

    /// The store that gateways share is away, or cannot be used; `reason` is for people, without secrets.
    public func sharedStoreFailed(_ reason: String) {
        report(.sharedStore, .fault("Redis cannot be used: \(reason)"))
    }

    /// A budget has reached a threshold; told once by whoever calls, so that every one is an event.
    public func budgetAlert(_ alert: BudgetAlert) {
        var event = SentryEvent(at: SentryTimestamp(microseconds: alert.at), level: .warning)
        event.logger = "tollgate.budgets"
        event.message = SentryMessage(AlertMessage.sentence(alert))
        let budget = alert.budget
        event.fingerprint = ["tollgate", "budget_alert", budget.scope.rawValue, budget.name, budget.window.rawValue]
        event.tags = [
            "budget_scope": budget.scope.rawValue, "budget_window": budget.window.rawValue,
            "budget_threshold": "\(alert.threshold)",
        ]
        if budget.scope == .user { event.user = SentryUser(id: budget.name) }
        event.contexts["budget"] = .fields([
            "alert_id": .string(alert.id), "id": .string(budget.name), "period": .string(alert.period),
            "spent_usd": .string("\(alert.spent)"), "limit_usd": .string("\(alert.limit)"),
            "projected_usd": alert.projected.map { .string("\($0)") },
        ])
        reporter.capture(event)
    }

    /// Reports what was counted and has waited long enough; to be called every few seconds.
    public func tick() {
        let now = microseconds() / 1_000_000
        for report in throttle.withLock({ $0.due(at: now) }) { send(report) }
    }

    /// Reports what was counted until now; for an orderly end of the process.
    public func finish() {
        for report in throttle.withLock({ $0.drain() }) { send(report) }
    }

    private func note(_ failure: CallFailure, as reporting: ErrorReporting) {
        switch reporting {
        case .off: return
        case .warning: report(failure.kind, .call(failure))
        case .breadcrumb:
            reporter.addBreadcrumb(
                SentryBreadcrumb(
                    failure.sentence, category: "tollgate.call", level: .warning,
                    data: [
                        "request_id": .string("\(failure.id)"), "error_type": .string(failure.errorType.rawValue),
                        "component": .string(failure.component.rawValue),
                    ]))
        }
    }

    private func report(_ kind: FailureKind, _ sample: Sample) {
        let now = microseconds() / 1_000_000
        guard let report = throttle.withLock({ $0.admit(kind, sample, at: now) }) else {
            return reporter.countUnsent(1)
        }
        send(report)
    }

    private func send(_ report: FailureThrottle<Sample>.Report) {
        var event: SentryEvent
        switch report.sample {
        case .call(let failure): event = Self.event(failure)
        case .fault(let sentence):
            event = SentryEvent(at: SentryTimestamp(microseconds: microseconds()))
            let name = report.kind.fingerprint.dropFirst().joined(separator: ".")
            event.exceptions = [SentryException(type: name, value: sentence, mechanism: SentryMechanism("tollgate"))]
        }
        event.logger = "tollgate"
        event.fingerprint = report.kind.fingerprint
        // Of the failures before this one only their number is told.
        if report.count > 1 { event.extra["failures_since_last_report"] = .integer(Int64(report.count)) }
        reporter.capture(event)
    }

    private static func event(_ failure: CallFailure) -> SentryEvent {
        let ended = failure.startedAt + failure.durationMicroseconds
        var event = SentryEvent(at: SentryTimestamp(microseconds: ended), level: failure.level)
        event.exceptions = [
            SentryException(
                type: failure.errorType.rawValue, value: failure.sentence, mechanism: SentryMechanism("tollgate"))
        ]
        event.transaction = failure.api
        event.tags = failure.tags
        event.contexts["call"] = failure.context
        event.user = SentryUser(id: failure.user.rawValue)
        event.trace = failure.trace
        return event
    }
}

extension GatewayErrors: LedgerObserver {
    public func ledgerCommitted(rows: Int, seconds: Double, result: SettledBatch.Result) {
        switch result {
        case .committed: return
        case .journaled:
            report(
                .ledger(result),
                .fault("Rows could not be committed; they are in the emergency journal. The gateway's log says why."))
        case .failed:
            report(
                .ledger(result),
                .fault("Rows could neither be committed nor journaled; they are kept in memory and tried again."))
        }
    }
}

extension CallRefused.Reason {
    /// Whether it is the gateway that failed, not the caller.
    fileprivate var isFault: Bool {
        switch self {
        case .ledgerUnavailable, .bodyNotStored: true
        case .malformed, .bodyTooLarge, .unauthenticated, .forbidden, .unknownRoute, .rateLimited, .shuttingDown,
            .clientTimeout:
            false
        }
    }
}
