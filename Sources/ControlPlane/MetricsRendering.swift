/// The port to the metrics registry: what `GET /metrics` answers with.
///
/// Called on any thread, possibly several at once; it must not block.
public protocol MetricsRendering: Sendable {
    /// The whole exposition in the best form for the `Accept` header given (nil: the request has none).
    func render(accept: String?) -> (contentType: String, body: [UInt8])
}
