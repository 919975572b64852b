import ControlPlane
import GatewayMetrics

/// The metrics, as the control plane serves them.
struct MetricsPage: MetricsRendering {
    let metrics: GatewayMetrics

    func render(accept: String?) -> (contentType: String, body: [UInt8]) { metrics.render(accept: accept) }
}
