import CoreMetrics
import PrometheusExposition

/// A counter of numbers with a fraction.
final class DoubleCounterHandle: FloatingPointCounterHandler, SeriesHandle {
    private let counter: DoubleCounter
    private let exemplar: (@Sendable () -> Exemplar?)?
    let identity: HandleIdentity
    var series: any MetricSeries { counter }

    init(_ counter: DoubleCounter, _ identity: HandleIdentity, _ exemplar: (@Sendable () -> Exemplar?)?) {
        self.counter = counter
        self.identity = identity
        self.exemplar = exemplar
    }

    func increment(by amount: Double) {
        guard let exemplar, let exemplar = exemplar() else { return counter.increment(by: amount) }
        counter.increment(by: amount, exemplar: exemplar)
    }

    func reset() { counter.reset() }
}
