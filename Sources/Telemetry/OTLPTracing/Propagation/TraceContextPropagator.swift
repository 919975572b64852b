public import Instrumentation

/// `traceparent` and `tracestate` (W3C Trace Context).
public struct TraceContextPropagator: Propagator {
    /// The propagator.
    public init() {}

    public func extract(into context: inout ServiceContext, field: (String) -> String?) {
        guard let parent = field("traceparent").flatMap(TraceParent.read) else { return }
        context.spanContext = SpanContext(
            traceID: parent.traceID, spanID: parent.spanID, flags: parent.flags,
            traceState: field("tracestate").map { TraceState($0) } ?? .empty)
    }

    public func inject(_ context: ServiceContext, set: (String, String) -> Void) {
        guard let span = context.spanContext else { return }
        set("traceparent", TraceParent.text(span))
        if !span.traceState.header.isEmpty { set("tracestate", span.traceState.header) }
    }
}
