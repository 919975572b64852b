import Gateway
import PrometheusExposition
import Usage

/// The metrics of attempts at providers.
struct UpstreamMetrics: Sendable {
    private struct Series: Sendable {
        let outcomes: [UpstreamEnded.Outcome: Counter]
        let reconnects: Counter

        init(_ registry: PrometheusRegistry, _ provider: String) {
            let pairs = UpstreamEnded.Outcome.allCases.map { outcome in
                let labels: MetricLabels = ["provider": provider, "outcome": outcome.rawValue]
                return (outcome, registry.counter(UpstreamMetrics.requests, labels: labels))
            }
            outcomes = Dictionary(uniqueKeysWithValues: pairs)
            reconnects = registry.counter(UpstreamMetrics.reconnects, labels: ["provider": provider])
        }
    }

    private static let requests = MetricDescription(
        "tollgate_upstream_requests_total", help: "Attempts at a provider that have ended, by outcome.")
    private static let reconnects = MetricDescription(
        "tollgate_upstream_reconnects_total",
        help: "Calls that were sent once more, because a reused connection was closed before any answer.")

    private let providers: [ProviderID: Series]
    /// For providers that are not configured; there should be none.
    private let other: Series

    init(_ registry: PrometheusRegistry, providers: [ProviderID]) {
        let names = Set(providers).sorted { $0.rawValue < $1.rawValue }
        self.providers = Dictionary(
            uniqueKeysWithValues: names.map { ($0, Series(registry, $0.rawValue)) })
        other = Series(registry, "other")
    }

    func ended(_ event: UpstreamEnded) {
        (providers[event.provider] ?? other).outcomes[event.outcome]?.increment()
    }

    func reconnected(_ provider: ProviderID) { (providers[provider] ?? other).reconnects.increment() }
}
