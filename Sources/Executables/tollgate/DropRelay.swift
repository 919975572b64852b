import GatewayMetrics
import Synchronization

/// Passes counts of dropped telemetry on to the metrics, which are made after what drops.
final class DropRelay: Sendable {
    private let metrics = Mutex<TelemetryMetrics?>(nil)

    /// Where counts go from now on.
    func forward(to metrics: TelemetryMetrics) { self.metrics.withLock { $0 = metrics } }

    /// So much was given up.
    func drop(_ count: Int, _ reason: String) { metrics.withLock { $0 }?.drop(count, reason: reason) }
}
