import CoreMetrics
import PrometheusExposition

/// A counter of whole numbers.
final class CounterHandle: CounterHandler, SeriesHandle {
    private let counter: PrometheusExposition.Counter
    private let exemplar: (@Sendable () -> Exemplar?)?
    let identity: HandleIdentity
    var series: any MetricSeries { counter }

    init(
        _ counter: PrometheusExposition.Counter, _ identity: HandleIdentity,
        _ exemplar: (@Sendable () -> Exemplar?)?
    ) {
        self.counter = counter
        self.identity = identity
        self.exemplar = exemplar
    }

    func increment(by amount: Int64) {
        let amount = Int(clamping: amount)
        guard let exemplar, let exemplar = exemplar() else { return counter.increment(by: amount) }
        counter.increment(by: amount, exemplar: exemplar)
    }

    func reset() { counter.reset() }
}
