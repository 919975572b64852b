/// Which trace and span an event or transaction belongs to.
public struct SentryTraceContext: Sendable, Hashable {
    public var traceID: SentryTraceID
    public var spanID: SentrySpanID
    public var parentSpanID: SentrySpanID?
    /// `http.server`, `queue.process`, `gen_ai.chat` and so on.
    public var operation: String?
    public var status: SentrySpanStatus?
    public var origin: String?
    public var data: [String: SentryValue] = [:]

    /// A context.
    public init(
        traceID: SentryTraceID = SentryTraceID(), spanID: SentrySpanID = SentrySpanID(),
        parentSpanID: SentrySpanID? = nil
    ) {
        self.traceID = traceID
        self.spanID = spanID
        self.parentSpanID = parentSpanID
    }

    var encoded: SentryValue {
        .fields([
            "type": "trace", "trace_id": .string("\(traceID)"), "span_id": .string("\(spanID)"),
            "parent_span_id": parentSpanID.map { .string("\($0)") }, "op": operation.encoded,
            "status": status.map { .string($0.rawValue) }, "origin": origin.encoded,
            "data": SentryValue.values(data),
        ])
    }
}
