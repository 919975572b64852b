import Synchronization

/// The rendered lines of a counter: `<family>_total` and, in OpenMetrics, `<family>_created`.
final class CounterLines: Sendable {
    private let total: [UInt8]
    private let createdPrefix: [UInt8]
    private let created: Mutex<[UInt8]>

    /// Lines of one a scrape, in the format that has more.
    var count: Int { 2 }

    /// `created` is seconds since 1970.
    init(_ identity: SeriesIdentity, created: Double) {
        total = ExpositionText.prefix(identity.family + "_total", identity.labels)
        createdPrefix = ExpositionText.prefix(identity.family + "_created", identity.labels)
        self.created = Mutex(Self.line(createdPrefix, created))
    }

    /// The counter begins again, now.
    func restart() {
        let line = Self.line(createdPrefix, WallClock.seconds())
        created.withLock { $0 = line }
    }

    func emit(
        _ format: ExpositionFormat, exemplars: ExemplarSlots? = nil, into output: inout [UInt8],
        _ value: (inout [UInt8]) -> Void
    ) {
        output.append(contentsOf: total)
        value(&output)
        guard format == .openMetrics else { return output.append(0x0A) }
        if let stored = exemplars?.all()?.first ?? nil { ExpositionText.append(stored, to: &output) }
        output.append(0x0A)
        output.append(contentsOf: created.withLock { $0 })
    }

    private static func line(_ prefix: [UInt8], _ seconds: Double) -> [UInt8] {
        var line = prefix
        ExpositionText.append(seconds, to: &line)
        line.append(0x0A)
        return line
    }
}
