/// All series of one metric, in order.
struct MetricFamily: Sendable {
    enum Kind: String, Sendable {
        case counter
        case gauge
        case histogram
    }

    struct Member: Sendable {
        let values: [String]
        let series: any MetricSeries
    }

    /// Without the suffixes of its samples.
    let name: String
    let kind: Kind
    /// In the order of the first series.
    let labelNames: [String]
    /// Histograms only.
    let buckets: HistogramBuckets?
    private let textHeader: [UInt8]
    private let openMetricsHeader: [UInt8]
    /// HELP and TYPE, perhaps UNIT.
    let headerLines: Int
    /// Sorted by values.
    private(set) var members: [Member] = []

    init(_ kind: Kind, name: String, description: MetricDescription, labelNames: [String], buckets: HistogramBuckets?) {
        self.kind = kind
        self.name = name
        self.labelNames = labelNames
        self.buckets = buckets
        let unit = Self.unit(of: description, family: name)
        headerLines = unit == nil ? 2 : 3
        let exposed = kind == .counter ? name + "_total" : name
        textHeader =
            Array("# HELP \(exposed) ".utf8) + ExpositionText.escaped(description.help, quotes: false)
            + Array("\n# TYPE \(exposed) \(kind.rawValue)\n".utf8)
        openMetricsHeader =
            Array("# TYPE \(name) \(kind.rawValue)\n".utf8) + Array((unit.map { "# UNIT \(name) \($0)\n" } ?? "").utf8)
            + Array("# HELP \(name) ".utf8) + ExpositionText.escaped(description.help, quotes: true) + [0x0A]
    }

    /// The unit, where the name ends with it.
    static func unit(of description: MetricDescription, family: String) -> String? {
        guard let unit = description.unit, family.hasSuffix("_" + unit) else { return nil }
        return unit
    }

    /// The name without the suffix that a counter's samples have.
    static func familyName(_ name: String, _ kind: Kind) -> String {
        kind == .counter && name.hasSuffix("_total") ? String(name.dropLast(6)) : name
    }

    /// Every name that a sample or a header of such a family has, in either format.
    static func sampleNames(_ family: String, _ kind: Kind) -> [String] {
        switch kind {
        case .counter: [family, family + "_total", family + "_created"]
        case .gauge: [family]
        case .histogram: [family, family + "_bucket", family + "_sum", family + "_count", family + "_created"]
        }
    }

    func series(_ values: [String]) -> (any MetricSeries)? {
        let index = position(of: values)
        return index < members.count && members[index].values == values ? members[index].series : nil
    }

    mutating func insert(_ series: any MetricSeries, _ values: [String]) {
        members.insert(Member(values: values, series: series), at: position(of: values))
    }

    mutating func remove(_ values: [String]) -> (any MetricSeries)? {
        let index = position(of: values)
        guard index < members.count, members[index].values == values else { return nil }
        return members.remove(at: index).series
    }

    func emit(_ format: ExpositionFormat, into output: inout [UInt8]) {
        output.append(contentsOf: format == .text ? textHeader : openMetricsHeader)
        for member in members { member.series.emit(format, into: &output) }
    }

    /// Where `values` are, or would be inserted.
    private func position(of values: [String]) -> Int {
        var low = 0
        var high = members.count
        while low < high {
            let middle = (low + high) / 2
            if members[middle].values.lexicographicallyPrecedes(values) { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
