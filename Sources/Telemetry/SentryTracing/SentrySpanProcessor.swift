public import OTLPTracing
public import SentryClient
import SentryProtocol
import Synchronization

/// Makes transactions of a tracer's spans: the second exporter of the same pipeline.
///
/// ```swift
/// let tracing = try OTLPTracing(configuration: configuration, more: [SentrySpanProcessor.pipeline(sentry)])
/// ```
/// Ending a span costs a lock and an append; a transaction is made on the client's own task.
public final class SentrySpanProcessor: SpanProcessor {
    private let client: SentryClient
    private let gathering = Mutex(SpanGathering())

    /// A processor for `client`.
    public init(_ client: SentryClient) { self.client = client }

    /// A pipeline with Sentry's own decision, `tracesSampleRate` of its options.
    ///
    /// - Parameters:
    ///   - client: Sends the transactions.
    ///   - setsFlag: Its decision is told to others in `traceparent` and `sentry-trace`: true where there is no other
    ///     exporter that decides.
    public static func pipeline(_ client: SentryClient, setsFlag: Bool = false) -> TracingPipeline {
        let rate = client.isEnabled ? client.options.tracesSampleRate : 0
        return TracingPipeline(
            sampler: SentryTraceSampler(rate: rate), processor: SentrySpanProcessor(client), setsFlag: setsFlag)
    }

    public func ended(_ span: FinishedSpan) {
        guard client.isEnabled else { return }
        let (complete, dropped) = gathering.withLock { $0.add(span) }
        if dropped > 0 { client.discardSpans(.queueOverflow, dropped) }
        guard let complete else { return }
        let options = client.options
        client.captureTransaction(spanCount: complete.spans.count) { SentryTransaction(complete, options: options) }
    }

    /// Transactions go out as soon as they are complete.
    public func flushSoon() {}
}
