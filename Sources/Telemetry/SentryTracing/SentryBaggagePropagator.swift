public import Instrumentation
public import OTLPTracing
public import SentryClient
import SentryProtocol

/// The `sentry-` entries of `baggage`: what came in is frozen and forwarded, else those of a trace that begins here.
///
/// To be named behind `BaggagePropagator`, whose field it writes again with Sentry's entries, and beside
/// `SentryTracePropagator`. Entries go out also where the trace is not recorded.
public struct SentryBaggagePropagator: Propagator {
    private let client: SentryClient

    /// A propagator for the traces of `client`.
    public init(_ client: SentryClient) { self.client = client }

    public func extract(into context: inout ServiceContext, field: (String) -> String?) {
        let incoming = field("baggage").flatMap { SentryDynamicSamplingContext(baggage: $0) }
        // Whoever sent `sentry-trace` began the trace: without entries the context is frozen as it is, empty.
        if let incoming {
            context.sentrySampling = incoming
        } else if field("sentry-trace") != nil {
            context.sentrySampling = SentryDynamicSamplingContext(fields: [:])
        }
    }

    public func inject(_ context: ServiceContext, set: (String, String) -> Void) {
        guard client.isEnabled, let dsn = client.options.dsn, let span = context.spanContext else { return }
        let options = client.options
        let id = SentryTraceID(high: span.traceID.high, low: span.traceID.low)
        let sampling =
            context.sentrySampling
            ?? SentryDynamicSamplingContext(
                traceID: id, dsn: dsn, release: options.release, environment: options.environment,
                sampleRate: options.tracesSampleRate, isSampled: id.sampleRandom < options.tracesSampleRate)
        let header = sampling.merged(into: context.baggage?.header)
        if !header.isEmpty { set("baggage", header) }
    }
}

extension ServiceContext {
    private enum Key: ServiceContextKey {
        typealias Value = SentryDynamicSamplingContext
        static let nameOverride: String? = "sentry-sampling"
    }

    /// The frozen context of a trace that came in.
    var sentrySampling: SentryDynamicSamplingContext? {
        get { self[Key.self] }
        set { self[Key.self] = newValue }
    }
}
