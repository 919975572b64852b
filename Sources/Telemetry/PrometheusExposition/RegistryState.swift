/// What somebody wants to register.
struct SeriesRequest {
    let kind: MetricFamily.Kind
    let description: MetricDescription
    let labels: MetricLabels
    let buckets: HistogramBuckets?
}

/// The families of a registry, and the names they take.
struct RegistryState {
    private var families: [String: MetricFamily] = [:]
    /// Which family has a name, or a sample of that name.
    private var owners: [String: String] = [:]
    /// Samples, comments and the `# EOF`.
    private(set) var lineCount = 1

    func sorted() -> [MetricFamily] {
        families.values.sorted { $0.name < $1.name }
    }

    mutating func remove(_ name: String, _ labels: MetricLabels, only: (any MetricSeries)? = nil) -> Bool {
        guard let owner = owners[name], var family = families[owner],
            let values = Self.values(labels, in: family.labelNames)
        else { return false }
        if let only, family.series(values) !== only { return false }
        guard let removed = family.remove(values) else { return false }
        lineCount -= removed.lineCount
        families[owner] = family
        if family.members.isEmpty {
            lineCount -= family.headerLines
            families[owner] = nil
            owners = owners.filter { $0.value != owner }
        }
        return true
    }

    /// The series asked for, or one that is exposed nowhere and why.
    mutating func register<Series: MetricSeries>(
        _ request: SeriesRequest, maximumLines: Int, _ make: (SeriesIdentity) -> Series
    ) -> (Series, RegistryProblem?) {
        let name = MetricFamily.familyName(request.description.name, request.kind)
        func detached(_ code: RegistryProblem.Code, _ text: String) -> (Series, RegistryProblem?) {
            (
                make(SeriesIdentity(family: name, labels: request.labels.pairs)),
                RegistryProblem(code, request.description.name, text)
            )
        }
        let names = request.labels.pairs.map(\.name)
        guard MetricName.isValid(name) else { return detached(.invalidName, "The metric's name is not valid.") }
        guard names.allSatisfy(MetricName.isValidLabel), Set(names).count == names.count else {
            return detached(.invalidName, "A label of \(name) is not valid, reserved, or there twice.")
        }
        var family =
            families[name]
            ?? MetricFamily(
                request.kind, name: name, description: request.description, labelNames: names, buckets: request.buckets)
        let samples = MetricFamily.sampleNames(name, request.kind)
        guard family.kind == request.kind, samples.allSatisfy({ owners[$0] ?? name == name }) else {
            return detached(
                .typeConflict, "\(name) is there already, as another type or as a sample of another metric.")
        }
        guard family.buckets == request.buckets, let values = Self.values(request.labels, in: family.labelNames) else {
            return detached(.shapeConflict, "\(name) is there already, with other label names or other buckets.")
        }
        if let existing = family.series(values) {
            guard let series = existing as? Series else {
                return detached(.typeConflict, "\(name) is there already, recorded in another way.")
            }
            return (series, nil)
        }
        let pairs = zip(family.labelNames, values).map { MetricLabels.Pair(name: $0, value: $1) }
        let series = make(SeriesIdentity(family: name, labels: pairs))
        let added = series.lineCount + (family.members.isEmpty ? family.headerLines : 0)
        guard lineCount + added <= maximumLines else {
            return (series, RegistryProblem(.full, request.description.name, "The registry has \(lineCount) lines."))
        }
        lineCount += added
        family.insert(series, values)
        families[name] = family
        for sample in samples { owners[sample] = name }
        let hasUnit = request.description.unit == nil || family.headerLines == 3
        return (series, hasUnit ? nil : RegistryProblem(.unitMismatch, name, "\(name) does not end with its unit."))
    }

    /// The values in the order of `names`; nil when the labels have other names.
    private static func values(_ labels: MetricLabels, in names: [String]) -> [String]? {
        guard labels.pairs.count == names.count else { return nil }
        var values: [String] = []
        for name in names {
            guard let pair = labels.pairs.first(where: { $0.name == name }) else { return nil }
            values.append(pair.value)
        }
        return values
    }
}
