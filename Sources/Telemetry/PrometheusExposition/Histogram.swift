import Synchronization

/// Counts of values by bucket, and their sum.
///
/// Recording is one atomic addition to a bucket and one to the sum. There is no separate count: `_count` is the sum of
/// the buckets that a scrape has read, so that it equals the `+Inf` bucket however many threads record meanwhile.
///
/// `@unchecked`: the pointer is set once and freed in `deinit` only; what it points to are atomics.
public final class Histogram: MetricSeries, @unchecked Sendable {
    private let bounds: [Double]
    private let counts: UnsafeMutablePointer<Atomic<Int>>
    private let sum = AtomicDouble(0)
    private let lines: HistogramLines
    private let exemplars: ExemplarSlots

    init(_ identity: SeriesIdentity, buckets: HistogramBuckets, created: Double) {
        bounds = buckets.bounds
        counts = .allocate(capacity: bounds.count + 1)
        for index in 0...bounds.count { (counts + index).initialize(to: Atomic(0)) }
        exemplars = ExemplarSlots(count: bounds.count + 1)
        lines = HistogramLines(identity, bounds: bounds, created: created)
    }

    deinit {
        counts.deinitialize(count: bounds.count + 1)
        counts.deallocate()
    }

    /// Records `value`.
    ///
    /// Less than 0 counts as 0, infinity in the last bucket but not in the sum, NaN not at all.
    public func observe(_ value: Double) {
        guard !value.isNaN else { return }
        record(max(0, value))
    }

    /// Records `value`, measured in the trace of `exemplar` where there is one.
    public func observe(_ value: Double, exemplar: Exemplar?) {
        guard !value.isNaN else { return }
        let value = max(0, value)
        let index = record(value)
        if value.isFinite, let exemplar { exemplars.put(exemplar, value: value, at: index) }
    }

    /// The bucket's index.
    @discardableResult
    private func record(_ value: Double) -> Int {
        var index = 0
        while index < bounds.count, bounds[index] < value { index &+= 1 }
        counts[index].wrappingAdd(1, ordering: .relaxed)
        if value.isFinite { sum.add(value) }
        return index
    }

    /// How many values were recorded.
    public var count: Int { (0...bounds.count).reduce(0) { $0 + counts[$1].load(ordering: .relaxed) } }

    public var lineCount: Int { bounds.count + 4 }

    public func emit(_ format: ExpositionFormat, into output: inout [UInt8]) {
        var cumulative = 0
        let stored = format == .openMetrics ? exemplars.all() : nil
        for index in 0...bounds.count {
            cumulative += counts[index].load(ordering: .relaxed)
            lines.emit(bucket: index, cumulative, stored?[index], into: &output)
        }
        lines.emit(sum: sum.value, count: cumulative, format, into: &output)
    }
}
