import PrometheusExposition

/// What a handle was registered as, so that it can be taken away again.
struct HandleIdentity: Sendable {
    let name: String
    let labels: MetricLabels
    /// Of all label sets beyond the limit: nobody's to destroy.
    let isShared: Bool

    init(_ name: String, _ labels: MetricLabels, isShared: Bool) {
        self.name = name
        self.labels = labels
        self.isShared = isShared
    }
}

/// A handle of swift-metrics over a series.
protocol SeriesHandle: AnyObject, Sendable {
    var identity: HandleIdentity { get }
    var series: any MetricSeries { get }
}
