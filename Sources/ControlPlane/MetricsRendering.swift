public import PrometheusExposition

/// The port to the metrics registry: what `GET /metrics` answers with.
///
/// Called on any thread, possibly several at once; it must not block.
public protocol MetricsRendering: Sendable {
    /// The whole exposition in the best form for the `Accept` and `Accept-Encoding` headers given (nil: the request
    /// has none).
    func render(accept: String?, acceptEncoding: String?) -> ScrapeAnswer
}
