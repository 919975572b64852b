import Synchronization

/// A whole number that only grows; recording is one atomic addition.
///
/// With decimal places it counts a fraction of its unit: 9 places make a counter in dollars that is added to in
/// nano-dollars, and exposed exactly.
public final class Counter: MetricSeries {
    private let count: Atomic<Int>
    private let places: Int
    private let lines: CounterLines
    private let exemplars = ExemplarSlots(count: 1)

    init(_ lines: CounterLines, initial: Int, places: Int) {
        self.lines = lines
        self.places = places
        count = Atomic(max(0, initial))
    }

    /// Adds `amount`; 0 and less change nothing.
    public func increment(by amount: Int = 1) {
        guard amount > 0 else { return }
        add(amount)
    }

    /// Adds `amount`, measured in the trace of `exemplar`.
    public func increment(by amount: Int = 1, exemplar: Exemplar) {
        guard amount > 0 else { return }
        add(amount)
        exemplars.put(exemplar, value: Double(amount), at: 0)
    }

    /// Stays at the greatest number there is: one that falls would be taken for a counter that began again.
    private func add(_ amount: Int) {
        let sum = count.wrappingAdd(amount, ordering: .relaxed).newValue
        if sum < 0 { count.store(.max, ordering: .relaxed) }
    }

    /// Begins again at 0, created now.
    public func reset() {
        count.store(0, ordering: .relaxed)
        exemplars.clear()
        lines.restart()
    }

    /// The count, in units of the last decimal place.
    public var value: Int {
        let value = count.load(ordering: .relaxed)
        // Less than 0 for as long as another thread is about to put it right.
        return value < 0 ? .max : value
    }

    public var lineCount: Int { lines.count }

    public func emit(_ format: ExpositionFormat, into output: inout [UInt8]) {
        lines.emit(format, exemplars: exemplars, into: &output) {
            ExpositionText.append(value, places: places, to: &$0)
        }
    }
}
