import SentryProtocol

extension SentryClient {
    /// The header fields that carry the calling task's trace to another service, for programs without a tracer.
    ///
    /// `sentry-trace`, and `baggage` with what is in it already; also where no transactions are sent.
    /// A context that came in is passed on as it came.
    public func traceHeaders(baggage: String? = nil) -> [(name: String, value: String)] {
        guard let core, let dsn = options.dsn else { return [] }
        let trace =
            options.activeTrace?() ?? SentryScope.current?.data.trace ?? SentryScope.global.data.trace ?? core.trace
        let header = SentryTraceHeader(
            traceID: trace.context.traceID, spanID: trace.context.spanID, isSampled: nil)
        let dynamic =
            trace.dynamicSampling
            ?? SentryDynamicSamplingContext(
                traceID: trace.context.traceID, dsn: dsn, release: options.release, environment: options.environment)
        return [(SentryTraceHeader.name, "\(header)"), ("baggage", dynamic.merged(into: baggage))]
    }
}

extension SentryScope {
    /// Goes on with the trace that a request's header fields name; begins one of its own where they name none.
    public func continueTrace(sentryTrace: String?, baggage: String?) {
        guard let header = sentryTrace.flatMap({ SentryTraceHeader($0) }) else {
            return update { $0.trace = SentryActiveTrace(SentryTraceContext()) }
        }
        let context = SentryTraceContext(traceID: header.traceID, parentSpanID: header.spanID)
        // Without entries of Sentry's the context is frozen as well: empty, as who began the trace did not say more.
        let dynamic =
            baggage.flatMap { SentryDynamicSamplingContext(baggage: $0) } ?? SentryDynamicSamplingContext(fields: [:])
        update { $0.trace = SentryActiveTrace(context, dynamicSampling: dynamic) }
    }
}
