/// A gauge or a counter whose value is asked for at each scrape.
public final class CallbackSeries: MetricSeries {
    private let read: @Sendable () -> Double?
    private let shape: Shape

    private enum Shape: Sendable {
        case gauge(prefix: [UInt8])
        case counter(CounterLines)
    }

    init(gauge identity: SeriesIdentity, read: @escaping @Sendable () -> Double?) {
        self.read = read
        shape = .gauge(prefix: ExpositionText.prefix(identity.family, identity.labels))
    }

    init(counter lines: CounterLines, read: @escaping @Sendable () -> Double?) {
        self.read = read
        shape = .counter(lines)
    }

    public var lineCount: Int {
        switch shape {
        case .gauge: 1
        case .counter(let lines): lines.count
        }
    }

    public func emit(_ format: ExpositionFormat, into output: inout [UInt8]) {
        guard let value = read() else { return }
        switch shape {
        case .gauge(let prefix):
            output.append(contentsOf: prefix)
            ExpositionText.append(value, to: &output)
            output.append(0x0A)
        case .counter(let lines):
            lines.emit(format, into: &output) { ExpositionText.append(value.isNaN ? 0 : max(0, value), to: &$0) }
        }
    }
}
