public import Logging
public import PrometheusExposition

/// How metrics of swift-metrics are exposed.
public struct PrometheusMetricsConfiguration: Sendable {
    /// The buckets of timers, in seconds.
    public var durationBuckets: HistogramBuckets = .standard
    /// The buckets of recorders that aggregate.
    public var valueBuckets: HistogramBuckets = [
        1, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 100_000, 1_000_000,
    ]
    /// The buckets of single timers and recorders, by the label they are made with.
    public var buckets: [String: HistogramBuckets] = [:]
    /// What single metrics mean, by the label they are made with; one sentence each.
    public var help: [String: String] = [:]
    /// Label sets a metric may have; those beyond are recorded under the value `other`, and counted.
    public var maximumSeriesPerMetric = 1_000
    /// Exposed lines of all metrics together, comments included.
    public var maximumLines = 100_000
    /// The trace that the caller works in, for exemplars; nil = none, at no cost.
    ///
    /// Called at each recording, on the thread that records.
    public var exemplar: (@Sendable () -> Exemplar?)?
    /// Told of each metric that cannot be exposed as asked, once.
    public var logger: Logger?

    /// The defaults.
    public init() {}
}
