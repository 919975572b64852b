/// A number that goes up and down.
public final class Gauge: MetricSeries {
    private let current: AtomicDouble
    private let prefix: [UInt8]

    init(_ identity: SeriesIdentity, initial: Double) {
        prefix = ExpositionText.prefix(identity.family, identity.labels)
        current = AtomicDouble(initial)
    }

    /// Sets the value; infinity and NaN are exposed as such.
    public func set(_ value: Double) { current.store(value) }

    /// Adds `amount`, which may be negative; infinity and NaN change nothing.
    public func add(_ amount: Double) {
        guard amount.isFinite else { return }
        current.add(amount)
    }

    /// The value now.
    public var value: Double { current.value }

    public var lineCount: Int { 1 }

    public func emit(_ format: ExpositionFormat, into output: inout [UInt8]) {
        output.append(contentsOf: prefix)
        ExpositionText.append(value, to: &output)
        output.append(0x0A)
    }
}
