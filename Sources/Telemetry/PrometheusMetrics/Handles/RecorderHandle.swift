import CoreMetrics
import PrometheusExposition

/// A distribution of values, as a histogram.
///
/// Values below 0 count as 0, as a histogram's sum must not fall; use a gauge for what is negative.
final class RecorderHandle: RecorderHandler, SeriesHandle {
    private let histogram: Histogram
    private let exemplar: (@Sendable () -> Exemplar?)?
    let identity: HandleIdentity
    var series: any MetricSeries { histogram }

    init(_ histogram: Histogram, _ identity: HandleIdentity, _ exemplar: (@Sendable () -> Exemplar?)?) {
        self.histogram = histogram
        self.identity = identity
        self.exemplar = exemplar
    }

    func record(_ value: Int64) { record(Double(value)) }

    func record(_ value: Double) {
        guard let exemplar, let exemplar = exemplar() else { return histogram.observe(value) }
        histogram.observe(value, exemplar: exemplar)
    }
}
