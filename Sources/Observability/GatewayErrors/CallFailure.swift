import Gateway
import Ledger
import SentryProtocol
import Usage

/// A call that ended with an error, as far as a report tells of it: no content, no key.
struct CallFailure: Sendable {
    let id: CallID
    let startedAt: Int64
    let provider: ProviderID
    let api: String
    let errorType: ErrorType
    /// The bounded name of the model.
    var model: String
    let requestModel: ModelID?
    let user: UserID
    let component: ComponentType
    let status: Int
    let isStream: Bool
    let durationMicroseconds: Int64
    let upstreamRequestID: String?
    let traceID: String?
    let span: SpanReference?

    /// nil where the call had no error.
    init?(_ event: borrowing CallSettled) {
        guard let errorType = event.record.errorType else { return nil }
        self.errorType = errorType
        id = event.record.id
        startedAt = event.record.startedAt
        provider = event.record.provider
        api = event.record.api
        model = event.record.modelLabel
        requestModel = event.record.requestModel
        user = event.record.user
        component = event.record.component
        status = event.record.status
        isStream = event.record.stream
        durationMicroseconds = event.record.durationMicroseconds
        upstreamRequestID = event.record.upstreamRequestID
        traceID = event.record.traceID
        span = event.span
    }

    var kind: FailureKind { .call(provider: provider.rawValue, errorType: errorType, model: model) }

    /// `openai answered 429 to chat.completions (gpt-4o-mini)`: the same for all of a kind but for the status.
    var sentence: String {
        let what = "\(api) (\(model == ModelNames.other ? "another model" : model))"
        switch errorType {
        case .budgetExceeded: return "A budget refused \(what)"
        case .upstreamUnreachable: return "\(provider) could not be reached for \(what)"
        case .timeout: return "\(provider) took too long for \(what)"
        case .rateLimit, .serverError, .authentication, .invalidRequest, .contentFilter:
            return status == 0 ? "\(provider) failed at \(what)" : "\(provider) answered \(status) to \(what)"
        }
    }

    var level: SentryLevel { Self.level(of: errorType) }

    /// `error` where somebody has failed, `warning` where a call was turned away.
    static func level(of errorType: ErrorType) -> SentryLevel {
        switch errorType {
        case .rateLimit, .budgetExceeded, .invalidRequest, .contentFilter: .warning
        case .timeout, .serverError, .authentication, .upstreamUnreachable: .error
        }
    }

    /// The event's tags: what one searches and filters by.
    var tags: [String: String] {
        [
            "provider": provider.rawValue, "error_type": errorType.rawValue, "model": model, "api": api,
            "component": component.rawValue, "status": "\(status)", "request_id": "\(id)",
        ].merging(upstreamRequestID.map { ["provider_request_id": $0] } ?? [:]) { first, _ in first }
    }

    /// The event's context: the rest.
    var context: SentryValue {
        .fields([
            "request_id": .string("\(id)"), "api": .string(api), "stream": .bool(isStream),
            "request_model": requestModel.map { .string($0.rawValue) },
            "provider_request_id": upstreamRequestID.map { .string($0) },
            "duration_ms": .number(Double(durationMicroseconds) / 1000),
        ])
    }

    /// The span of the call; a new one within its trace where it is not traced.
    var trace: SentryTraceContext? {
        if let span {
            return SentryTraceContext(
                traceID: SentryTraceID(high: span.traceIDHigh, low: span.traceIDLow), spanID: SentrySpanID(span.spanID))
        }
        return traceID.flatMap { SentryTraceID($0) }.map { SentryTraceContext(traceID: $0) }
    }
}
