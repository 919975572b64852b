import Dialects
import Gateway
import GenAITelemetry
import Instrumentation
import Ledger
import Money
import OTLPTracing
import Tracing
import Usage

/// One call's two spans.
final class GatewayTrace: CallTrace {
    private let tracer: OTLPTracer
    private let naming: GenAINaming
    private let content: ContentCapture
    let contentLimits: ContentLimits?
    private let address: String
    private let port: Int?
    private let parent: SpanContext?
    private let server: SpanContext
    private let client: SpanContext

    init(
        tracer: OTLPTracer, naming: GenAINaming, content: ContentCapture, contentLimits: ContentLimits?,
        address: String, port: Int?, parent: SpanContext?, server: SpanContext, client: SpanContext
    ) {
        self.tracer = tracer
        self.naming = naming
        self.content = content
        self.contentLimits = contentLimits
        self.address = address
        self.port = port
        self.parent = parent
        self.server = server
        self.client = client
    }

    var traceID: String { "\(server.traceID)" }

    var isRecorded: Bool { tracer.isRecorded(server) }

    var reference: SpanReference {
        SpanReference(
            traceIDHigh: client.traceID.high, traceIDLow: client.traceID.low, spanID: client.spanID.value)
    }

    var upstreamLines: String {
        var context = ServiceContext.topLevel
        context.spanContext = client
        var lines = ""
        tracer.inject(context) { name, value in lines += "\(name): \(value)\r\n" }
        return lines
    }

    func ended(_ call: TracedCall) {
        let request = GenAIRequest(call)
        var spans = [serverSpan(call)]
        if call.timing.sent > 0 || call.record.errorType != nil { spans.append(clientSpan(call, request)) }
        for span in spans.reversed() { tracer.record(span) }
    }

    func refused(_ refusal: TracedRefusal) {
        let method = HTTPMethodName(refusal.method)
        var span = FinishedSpan(
            name: method.spanName, kind: .server, context: server, parent: parent, start: refusal.begun,
            end: refusal.ended)
        span.attributes = serverAttributes(method, path: refusal.path, status: refusal.status)
        span.attributes["error.type"] = refusal.reason.rawValue
        if refusal.status >= 500 { span.status = SpanStatus(code: .error) }
        tracer.record(span)
    }

    private func serverSpan(_ call: TracedCall) -> FinishedSpan {
        let method = HTTPMethodName(call.request.method)
        let route = HTTPRoute.template(api: call.record.api, path: call.request.path)
        var span = FinishedSpan(
            name: route.map { "\(method.spanName) \($0)" } ?? method.spanName, kind: .server, context: server,
            parent: parent, start: call.timing.begun, end: call.timing.ended)
        span.attributes = serverAttributes(method, path: call.request.path, status: call.record.status)
        span.attributes["http.route"] = route
        span.attributes["tollgate.request.id"] = call.record.id.description
        if call.record.status >= 500 {
            span.status = SpanStatus(code: .error)
            span.attributes["error.type"] = "\(call.record.status)"
        }
        return span
    }

    private func serverAttributes(_ method: HTTPMethodName, path: String?, status: Int) -> SpanAttributes {
        var all: SpanAttributes = [
            "http.request.method": .string(method.attribute), "url.scheme": "http", "server.address": .string(address),
        ]
        all["http.request.method_original"] = method.original
        all["url.path"] = path
        all["server.port"] = port
        if status > 0 { all["http.response.status_code"] = status }
        return all
    }

    /// The work of the provider, under the gateway's own attributes.
    private func clientSpan(_ call: TracedCall, _ request: GenAIRequest) -> FinishedSpan {
        let record = call.record
        let isModelWork = record.api != API.unmetered.rawValue
        let start = call.timing.sent > 0 ? min(call.timing.sent, call.attempts.first?.at ?? .max) : call.timing.begun
        var span = FinishedSpan(
            name: isModelWork ? request.spanName : HTTPMethodName(call.request.method).spanName,
            kind: isModelWork ? request.operation.kind() : .client, context: client, parent: server, start: start,
            end: call.timing.ended)
        if isModelWork {
            span.attributes = request.attributes(naming)
            span.attributes.merge(GenAIResponse(call).attributes(for: request, naming))
        } else {
            span.attributes = HTTPClientAttributes.of(call)
        }
        span.attributes["tollgate.user"] = record.user.rawValue
        span.attributes["tollgate.component"] = record.component.rawValue
        span.attributes["tollgate.usage_source"] = record.usageSource.rawValue
        span.attributes["tollgate.client_disconnected"] = record.clientDisconnected ? true : nil
        // A number for backends that add up; the ledger has the exact one.
        span.attributes["tollgate.cost_usd"] = record.cost.map { Double($0.rawValue) / 1e9 }
        if record.errorType != nil { span.status = SpanStatus(code: .error) }
        span.events = call.attempts.enumerated().map { index, attempt in
            var attributes: SpanAttributes = [
                "tollgate.attempt": .int64(Int64(index + 1)), "tollgate.connection.reused": .bool(attempt.isReused),
            ]
            attributes["tollgate.outcome"] = attempt.outcome?.rawValue ?? "stale_connection"
            return SpanEvent(
                name: "tollgate.upstream.attempt", at: Moment(nanosecondsSinceEpoch: attempt.at), attributes: attributes
            )
        }
        if let said = call.content {
            if said.isCut { span.attributes["tollgate.content_cut"] = true }
            add(GenAIContent(said), to: &span)
        }
        return span
    }

    /// Adds what was said, where it may be recorded; made ready on the exporter's task, not here on an event loop.
    private func add(_ said: GenAIContent, to span: inout FinishedSpan) {
        span.attributes.merge(said.spanAttributes(content, deferred: true))
        guard let event = said.event(content, deferred: true) else { return }
        span.events.append(
            SpanEvent(name: event.name, at: Moment(nanosecondsSinceEpoch: span.end), attributes: event.attributes))
    }
}

/// A moment that was measured elsewhere.
private struct Moment: TracerInstant {
    let nanosecondsSinceEpoch: UInt64

    static func < (left: Moment, right: Moment) -> Bool { left.nanosecondsSinceEpoch < right.nanosecondsSinceEpoch }
}
