import Ledger
import PrometheusExposition

/// The metrics of the store that gateways share; only where there is one.
enum SharedStoreMetrics {
    static func register(_ registry: PrometheusRegistry, _ read: @escaping @Sendable () -> SharedStoreHealth) {
        registry.gauge(
            MetricDescription(
                "tollgate_shared_store_up",
                help: "Whether the store that gateways share answers: 1, or 0 while it is away.")
        ) { read().isConnected ? 1 : 0 }
        registry.gauge(
            MetricDescription(
                "tollgate_shared_store_lag_seconds",
                help: "Age of the oldest committed row that the other gateways cannot see yet.", unit: "seconds")
        ) { read().lagSeconds }
        let outages = MetricDescription(
            "tollgate_budget_outages_total",
            help: "Calls under a hard budget that were decided without the shared store, as on_outage says.")
        for decision in SharedStoreHealth.OutageDecision.allCases {
            registry.counter(outages, labels: ["decision": decision.rawValue]) {
                Double(read().outages[decision] ?? 0)
            }
        }
    }
}
