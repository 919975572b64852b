import PrometheusExposition
import SentryClient
import SentryProtocol

/// What becomes of error reports, in the metrics.
struct ErrorReportMetrics {
    private let storm: Counter

    private static let dropped = MetricDescription(
        "tollgate_telemetry_dropped_total", help: "Telemetry that was given up, by signal and reason.")
    private static let sent = MetricDescription(
        "tollgate_telemetry_sent_total", help: "Error reports and transactions that were delivered, by signal.")
    private static let queued = MetricDescription(
        "tollgate_telemetry_queued", help: "Telemetry that waits to be sent, by signal.")
    private static let signals: [(name: String, category: SentryDataCategory)] = [
        ("errors", .error), ("transactions", .transaction), ("sessions", .session),
    ]

    /// Asks `client` at each scrape.
    init(_ registry: PrometheusRegistry, _ client: SentryClient) {
        for (signal, category) in Self.signals {
            registry.counter(Self.sent, labels: ["signal": signal]) {
                Double(client.statistics.sent[category] ?? 0)
            }
            for reason in SentryDiscardReason.allCases {
                let kind = SentryClientReport.Kind(reason, category)
                registry.counter(Self.dropped, labels: ["signal": signal, "reason": reason.rawValue]) {
                    Double(client.statistics.discarded[kind] ?? 0)
                }
            }
        }
        // Failures that a storm's reports only count.
        storm = registry.counter(Self.dropped, labels: ["signal": "errors", "reason": "storm"])
        // One queue for all of them, and what waits for a receiver that is away.
        registry.gauge(Self.queued, labels: ["signal": "errors"]) {
            let statistics = client.statistics
            return Double(statistics.queued + statistics.spooled)
        }
    }

    func countUnsent(_ count: Int) { storm.increment(by: count) }
}
