/// The upper bounds of a histogram's buckets, ascending, without `+Inf`.
public struct HistogramBuckets: Sendable, Hashable, ExpressibleByArrayLiteral {
    let bounds: [Double]

    /// These bounds, sorted, each once; NaN and infinities left out.
    public init(_ bounds: [Double]) {
        self.bounds = Set(bounds.filter(\.isFinite).map { $0 == 0 ? 0 : $0 }).sorted()
    }

    /// These bounds, sorted, each once; NaN and infinities left out.
    public init(arrayLiteral elements: Double...) { self.init(elements) }

    /// The defaults of every client library, for seconds: 5 ms to 10 s.
    public static let standard: HistogramBuckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]
}
