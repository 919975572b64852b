/// Records a share of all traces, chosen by their id: whoever uses the same share chooses the same traces, and a larger
/// share holds all of a smaller one.
///
/// The last 8 bytes of the id are compared, as the SDKs for Go and Python do.
public struct TraceIDRatioSampler: Sampler {
    private let bound: UInt64
    private let isAll: Bool

    /// Records `ratio` of the traces; held within 0…1, NaN is 0.
    public init(ratio: Double) {
        isAll = ratio >= 1
        bound = ratio > 0 && ratio < 1 ? UInt64(ratio * 0x1p64) : 0
    }

    public func samples(_ candidate: borrowing SamplingCandidate) -> Bool {
        isAll || candidate.traceID.low < bound
    }
}
