public import Instrumentation

/// The `sentry-trace` header of Sentry's SDKs: `trace-span-flag`, where the flag may be missing.
///
/// To be named behind ``TraceContextPropagator``: where a `traceparent` has been read, this reads nothing.
public struct SentryTracePropagator: Propagator {
    /// The propagator.
    public init() {}

    public func extract(into context: inout ServiceContext, field: (String) -> String?) {
        guard context.spanContext == nil, let text = field("sentry-trace") else { return }
        let parts = text.utf8.filter { $0 != 0x20 && $0 != 0x09 }.split(separator: 0x2D)
        guard parts.count == 2 || parts.count == 3, let traceID = TraceID(parts[0]), let spanID = SpanID(parts[1])
        else { return }
        // Without a flag the decision is the receiver's; there is no such thing in a traceparent, so it is "sampled".
        let isSampled = parts.count == 2 || parts[2].elementsEqual([0x31])
        context.spanContext = SpanContext(traceID: traceID, spanID: spanID, flags: isSampled ? 1 : 0)
    }

    public func inject(_ context: ServiceContext, set: (String, String) -> Void) {
        guard let span = context.spanContext else { return }
        set("sentry-trace", "\(span.traceID)-\(span.spanID)-\(span.isSampled ? 1 : 0)")
    }
}
