public import Dialects
public import Gateway
public import GenAITelemetry
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
    private let content: ContentCapture
    public let contentLimits: ContentLimits?
    private let address: String
    private let port: @Sendable () -> Int?

    /// Tracing with `tracer`.
    ///
    /// - Parameters:
    ///   - content: What is recorded of prompts and answers.
    ///   - address: Where the gateway listens, for `server.address`.
    ///   - port: The same, for `server.port`.
    public init(
        _ tracer: OTLPTracer, naming: GenAINaming, content: ContentCapture = ContentCapture(), address: String,
        port: @escaping @Sendable () -> Int? = { nil }
    ) {
        self.tracer = tracer
        self.naming = naming
        self.content = content
        let text = content.maximumText + ContentCapture.margin
        contentLimits =
            content.mode == .none
            ? nil
            : ContentLimits(text: text, total: Self.textsOfMessages * text, count: content.maximumMessages)
        self.address = address
        self.port = port
    }

    /// Texts of the greatest length that all messages of a request together may have.
    private static let textsOfMessages = 4

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
            tracer: tracer, naming: naming, content: content, contentLimits: contentLimits, address: address,
            port: port(), parent: parent, server: server,
            client: client)
    }
}
