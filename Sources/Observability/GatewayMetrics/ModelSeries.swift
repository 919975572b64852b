import PrometheusExposition
import Usage

/// The series of one `model`.
struct ModelSeries: Sendable {
    let unpriced: Counter
    let disconnects: Counter
    let errors: [ErrorType: Counter]

    init(_ registry: PrometheusRegistry, _ model: String, createdAt: Double) {
        unpriced = registry.counter(CallMetricNames.unpriced, labels: ["model": model], created: createdAt)
        disconnects = registry.counter(CallMetricNames.disconnects, labels: ["model": model], created: createdAt)
        let pairs = ErrorType.allCases.map { error in
            let labels: MetricLabels = ["model": model, "error_type": error.rawValue]
            return (error, registry.counter(CallMetricNames.errors, labels: labels, created: createdAt))
        }
        errors = Dictionary(uniqueKeysWithValues: pairs)
    }

    /// The lines of a scrape.
    var lineCount: Int { unpriced.lineCount + disconnects.lineCount + errors.values.reduce(0) { $0 + $1.lineCount } }
}
