import ControlPlane
import GatewayMetrics
import PrometheusExposition

/// The metrics, as the control plane serves them.
struct MetricsPage: MetricsRendering {
    let metrics: GatewayMetrics

    func render(accept: String?, acceptEncoding: String?) -> ScrapeAnswer {
        metrics.render(accept: accept, acceptEncoding: acceptEncoding)
    }
}
