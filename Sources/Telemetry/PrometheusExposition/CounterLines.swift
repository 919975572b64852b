/// The rendered lines of a counter: `<family>_total` and, in OpenMetrics, `<family>_created`.
struct CounterLines: Sendable {
    private let total: [UInt8]
    private let created: [UInt8]

    /// Lines of one a scrape, in the format that has more.
    var count: Int { 2 }

    /// `created` is seconds since 1970.
    init(_ identity: SeriesIdentity, created: Double) {
        total = ExpositionText.prefix(identity.family + "_total", identity.labels)
        var line = ExpositionText.prefix(identity.family + "_created", identity.labels)
        ExpositionText.append(created, to: &line)
        line.append(0x0A)
        self.created = line
    }

    func emit(_ format: ExpositionFormat, into output: inout [UInt8], _ value: (inout [UInt8]) -> Void) {
        output.append(contentsOf: total)
        value(&output)
        output.append(0x0A)
        if format == .openMetrics { output.append(contentsOf: created) }
    }
}
