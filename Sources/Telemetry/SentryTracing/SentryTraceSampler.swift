public import OTLPTracing
import SentryProtocol

/// Decides which traces become transactions: a share of all, chosen by the trace's id.
///
/// The decision is Sentry's own, whatever other exporters record. Spans below one of this process do as that one does; for
/// a trace that came in the same number is compared, so that services with the same rate record the same traces.
public struct SentryTraceSampler: Sampler {
    private let rate: Double

    /// Records `rate` of the traces, held within 0…1.
    public init(rate: Double) { self.rate = rate }

    public func samples(_ candidate: borrowing SamplingCandidate) -> Bool {
        if let parent = candidate.parent, !parent.isRemote { return parent.isSampled }
        let id = SentryTraceID(high: candidate.traceID.high, low: candidate.traceID.low)
        return id.sampleRandom < rate
    }
}
