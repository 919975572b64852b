/// A part of a transaction.
public struct SentrySpan: Sendable, Hashable {
    public var traceID: SentryTraceID
    public var spanID: SentrySpanID
    public var parentSpanID: SentrySpanID?
    public var operation: String?
    public var description: String?
    public var start: SentryTimestamp
    public var end: SentryTimestamp
    public var status: SentrySpanStatus?
    public var origin: String?
    public var tags: [String: String] = [:]
    public var data: [String: SentryValue] = [:]

    /// A span; an end before the start becomes the start.
    public init(
        traceID: SentryTraceID, spanID: SentrySpanID = SentrySpanID(), parentSpanID: SentrySpanID?,
        operation: String?, description: String?, start: SentryTimestamp, end: SentryTimestamp
    ) {
        self.traceID = traceID
        self.spanID = spanID
        self.parentSpanID = parentSpanID
        self.operation = operation
        self.description = description
        self.start = start
        self.end = max(start, end)
    }

    var encoded: SentryValue {
        .fields([
            "trace_id": .string("\(traceID)"), "span_id": .string("\(spanID)"),
            "parent_span_id": parentSpanID.map { .string("\($0)") }, "op": operation.encoded,
            "description": description.map { .string(SentryLimits.cut($0, SentryLimits.breadcrumb)) },
            "start_timestamp": start.encoded, "timestamp": max(start, end).encoded,
            "status": status.map { .string($0.rawValue) }, "origin": origin.encoded,
            "tags": SentryValue.texts(SentryLimits.tags(tags)), "data": SentryValue.values(data),
        ])
    }
}
