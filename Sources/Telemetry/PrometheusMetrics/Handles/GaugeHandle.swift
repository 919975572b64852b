import CoreMetrics
import PrometheusExposition

/// A value that goes up and down: a meter, or a recorder that does not aggregate.
final class GaugeHandle: MeterHandler, RecorderHandler, SeriesHandle {
    private let gauge: PrometheusExposition.Gauge
    let identity: HandleIdentity
    var series: any MetricSeries { gauge }

    init(_ gauge: PrometheusExposition.Gauge, _ identity: HandleIdentity) {
        self.gauge = gauge
        self.identity = identity
    }

    func set(_ value: Int64) { gauge.set(Double(value)) }
    func set(_ value: Double) { gauge.set(value) }
    func increment(by amount: Double) { gauge.add(amount) }
    func decrement(by amount: Double) { gauge.add(-amount) }
    func record(_ value: Int64) { gauge.set(Double(value)) }
    func record(_ value: Double) { gauge.set(value) }
}
