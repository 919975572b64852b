import Instrumentation
import OTLPTracing
public import SentryClient
import SentryProtocol

extension SentryActiveTrace {
    /// The calling task's span, for ``SentryClient/SentryOptions/activeTrace``; nil outside of every span.
    @Sendable public static func currentSpan() -> SentryActiveTrace? {
        guard let context = ServiceContext.current, let span = context.spanContext else { return nil }
        let trace = SentryTraceContext(
            traceID: SentryTraceID(high: span.traceID.high, low: span.traceID.low),
            spanID: SentrySpanID(span.spanID.value))
        return SentryActiveTrace(trace, dynamicSampling: context.sentrySampling)
    }
}
