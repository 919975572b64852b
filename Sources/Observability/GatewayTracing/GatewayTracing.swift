public import GenAITelemetry
public import Gateway
import Instrumentation
public import OTLPTracing
import Tracing

/// Turns calls into spans: a server span for the request and a client span for the model's work, under the caller's
/// trace where it names one.
///
/// The provider gets the client span's identity as `traceparent`, so that what it or a further proxy records hangs
/// below. Spans are made whole at a call's end, out of what was gathered; a call that nobody records costs two ids.
public struct GatewayTracing: CallTracing {
    private let tracer: OTLPTracer
    private let naming: GenAINaming
    private let address: String
    private let port: @Sendable () -> Int?

    /// Tracing with `tracer`.
    ///
    /// - Parameters:
    ///   - address: Where the gateway listens, for `server.address`.
    ///   - port: The same, for `server.port`.
    public init(
        _ tracer: OTLPTracer, naming: GenAINaming, address: String, port: @escaping @Sendable () -> Int? = { nil }
    ) {
        self.tracer = tracer
        self.naming = naming
        self.address = address
        self.port = port
    }

    public func begin(_ fields: TraceFields) -> any CallTrace {
        var context = ServiceContext.topLevel
        if fields.traceparent != nil {
            tracer.extract(into: &context) { name in
                switch name {
                case "traceparent": fields.traceparent
                case "tracestate": fields.tracestate
                default: nil
                }
            }
        }
        let parent = context.spanContext
        // The final name is not known yet; samplers here look at the trace only.
        let server = tracer.child(of: parent, name: "HTTP", kind: .server)
        let client = tracer.child(of: server, name: "chat", kind: .client)
        return GatewayTrace(
            tracer: tracer, naming: naming, address: address, port: port(), parent: parent, server: server,
            client: client)
    }
}
