/// A number with a fraction that only grows.
public final class DoubleCounter: MetricSeries {
    private let total: AtomicDouble
    private let lines: CounterLines
    private let exemplars = ExemplarSlots(count: 1)

    init(_ lines: CounterLines, initial: Double) {
        self.lines = lines
        total = AtomicDouble(initial > 0 && initial.isFinite ? initial : 0)
    }

    /// Adds `amount`; 0, less, infinity and NaN change nothing.
    public func increment(by amount: Double) {
        guard amount > 0, amount.isFinite else { return }
        total.add(amount)
    }

    /// Adds `amount`, measured in the trace of `exemplar`.
    public func increment(by amount: Double, exemplar: Exemplar) {
        guard amount > 0, amount.isFinite else { return }
        total.add(amount)
        exemplars.put(exemplar, value: amount, at: 0)
    }

    /// Begins again at 0, created now.
    public func reset() {
        total.store(0)
        exemplars.clear()
        lines.restart()
    }

    /// The sum so far.
    public var value: Double { total.value }

    public var lineCount: Int { lines.count }

    public func emit(_ format: ExpositionFormat, into output: inout [UInt8]) {
        lines.emit(format, exemplars: exemplars, into: &output) { ExpositionText.append(value, to: &$0) }
    }
}
