import PrometheusExposition

/// The gateway's telemetry about itself: what it gives up, and what waits.
public struct TelemetryMetrics: Sendable {
    private let dropped: [String: Counter]

    /// Counters at 0 for `signal` (`traces`, …) and each of `reasons`, and a gauge of what waits.
    public init(
        _ metrics: GatewayMetrics, signal: String, reasons: [String], queued: @escaping @Sendable () -> Int
    ) {
        let description = MetricDescription(
            "tollgate_telemetry_dropped_total", help: "Telemetry that was given up, by signal and reason.")
        let pairs = reasons.map { reason in
            (reason, metrics.registry.counter(description, labels: ["signal": signal, "reason": reason]))
        }
        dropped = Dictionary(pairs, uniquingKeysWith: { first, _ in first })
        metrics.registry.gauge(
            MetricDescription("tollgate_telemetry_queued", help: "Telemetry that waits to be sent, by signal."),
            labels: ["signal": signal]
        ) { Double(queued()) }
    }

    /// So much was given up.
    public func drop(_ count: Int, reason: String) { dropped[reason]?.increment(by: count) }
}
