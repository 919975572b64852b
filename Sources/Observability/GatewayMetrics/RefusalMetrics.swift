import Gateway
import PrometheusExposition

/// The metrics of calls that were turned away without a ledger row.
struct RefusalMetrics: Sendable {
    private let counters: [CallRefused.Reason: Counter]

    init(_ registry: PrometheusRegistry) {
        let description = MetricDescription(
            "tollgate_refused_requests_total", help: "Calls that were turned away and are in no ledger row, by reason.")
        let pairs = CallRefused.Reason.allCases.map { reason in
            (reason, registry.counter(description, labels: ["reason": reason.rawValue]))
        }
        counters = Dictionary(uniqueKeysWithValues: pairs)
    }

    func refused(_ event: CallRefused) { counters[event.reason]?.increment() }
}
