import CoreMetrics
import PrometheusExposition

/// A distribution of durations, as a histogram in seconds, whatever unit the program prefers to see.
final class TimerHandle: TimerHandler, SeriesHandle {
    private let histogram: Histogram
    private let exemplar: (@Sendable () -> Exemplar?)?
    let identity: HandleIdentity
    var series: any MetricSeries { histogram }

    init(_ histogram: Histogram, _ identity: HandleIdentity, _ exemplar: (@Sendable () -> Exemplar?)?) {
        self.histogram = histogram
        self.identity = identity
        self.exemplar = exemplar
    }

    func recordNanoseconds(_ duration: Int64) {
        let seconds = Double(duration) / 1e9
        guard let exemplar, let exemplar = exemplar() else { return histogram.observe(seconds) }
        histogram.observe(seconds, exemplar: exemplar)
    }
}
