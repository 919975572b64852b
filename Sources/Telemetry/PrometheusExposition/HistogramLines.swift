/// The rendered lines of a histogram: `_bucket` for each bound, `_sum`, `_count` and, in OpenMetrics, `_created`.
struct HistogramLines: Sendable {
    private let buckets: [[UInt8]]
    private let sum: [UInt8]
    private let count: [UInt8]
    private let created: [UInt8]

    init(_ identity: SeriesIdentity, bounds: [Double], created: Double) {
        let name = identity.family
        buckets = (bounds + [.infinity]).map { bound in
            ExpositionText.prefix(
                name + "_bucket", identity.labels,
                extra: MetricLabels.Pair(name: "le", value: ExpositionText.bound(bound)))
        }
        sum = ExpositionText.prefix(name + "_sum", identity.labels)
        count = ExpositionText.prefix(name + "_count", identity.labels)
        var line = ExpositionText.prefix(name + "_created", identity.labels)
        ExpositionText.append(created, to: &line)
        line.append(0x0A)
        self.created = line
    }

    func emit(bucket index: Int, _ cumulative: Int, _ exemplar: ExemplarSlots.Stored?, into output: inout [UInt8]) {
        output.append(contentsOf: buckets[index])
        ExpositionText.append(cumulative, to: &output)
        if let exemplar { ExpositionText.append(exemplar, to: &output) }
        output.append(0x0A)
    }

    func emit(sum value: Double, count total: Int, _ format: ExpositionFormat, into output: inout [UInt8]) {
        output.append(contentsOf: sum)
        ExpositionText.append(value, to: &output)
        output.append(0x0A)
        output.append(contentsOf: count)
        ExpositionText.append(total, to: &output)
        output.append(0x0A)
        if format == .openMetrics { output.append(contentsOf: created) }
    }
}
