import Gateway
import GatewayErrors
import Ledger
import SentryProtocol
import Synchronization
import Usage

/// Keeps what is reported, and has a clock that tests set.
final class Recorder: Sendable {
    struct State {
        var events: [SentryEvent] = []
        var breadcrumbs: [SentryBreadcrumb] = []
        var unsent = 0
        var sessions = SentrySessionAggregates()
        var seconds: Int64 = 1_800_000_000
    }

    private let state = Mutex(State())

    var events: [SentryEvent] { state.withLock { $0.events } }
    var breadcrumbs: [SentryBreadcrumb] { state.withLock { $0.breadcrumbs } }
    var sessions: SentrySessionAggregates { state.withLock { $0.sessions } }
    var unsent: Int { state.withLock { $0.unsent } }

    func advance(by seconds: Int64) { state.withLock { $0.seconds += seconds } }

    func errors(
        budgetRefusals: ErrorReporting = .breadcrumb, callerErrors: ErrorReporting = .breadcrumb
    ) -> GatewayErrors {
        GatewayErrors(
            reporter: ErrorReporter(
                capture: { [self] event in state.withLock { $0.events.append(event) } },
                addBreadcrumb: { [self] crumb in state.withLock { $0.breadcrumbs.append(crumb) } },
                countUnsent: { [self] count in state.withLock { $0.unsent += count } },
                recordSession: { [self] outcome, started in
                    state.withLock { $0.sessions.add(outcome, started: started) }
                }),
            budgetRefusals: budgetRefusals, callerErrors: callerErrors,
            microseconds: { [self] in state.withLock { $0.seconds } * 1_000_000 })
    }
}

/// A settled call with an error.
func failedCall(
    _ errorType: ErrorType?, status: Int = 500, model: String = "gpt-4o-mini", number: Int64 = 1, label: String? = nil,
    committed: Bool = true
) -> CallSettled {
    var record = UsageRecord(
        id: CallID(rawValue: number), startedAt: 1_800_000_000_000_000, provider: ProviderID(rawValue: "openai"),
        api: "chat.completions", user: UserID(rawValue: "alice"), component: ComponentType(rawValue: "search"))
    record.requestModel = ModelID(rawValue: model)
    record.modelLabel = label ?? model
    record.status = status
    record.errorType = errorType
    record.durationMicroseconds = 1_500
    record.upstreamRequestID = "req_abc"
    record.traceID = "0af7651916cd43dd8448eb211c80319c"
    record.keyID = KeyID(rawValue: "key-1")
    return CallSettled(record: record, overheadSeconds: 0, committedInTime: committed)
}
