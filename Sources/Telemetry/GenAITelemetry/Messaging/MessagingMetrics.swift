public import CoreMetrics

/// Records messages as the conventions' metrics, into any backend of swift-metrics (opentelemetry semantic conventions,
/// `docs/messaging/messaging-metrics.md`).
///
/// ```swift
/// let metrics = MessagingMetrics()
/// try await tracer.withProcessSpan(message, headers: headers, metrics: metrics) { _ in try await work() }
/// ```
/// Give the backend the buckets of ``GenAIBuckets/all``. Destinations become label values: programs that make up queues
/// as they go need a backend with a limit.
public struct MessagingMetrics: Sendable {
    private let factory: any MetricsFactory

    /// Metrics of `factory`.
    public init(factory: any MetricsFactory = MetricsSystem.factory) { self.factory = factory }

    /// A message was given to the broker, or could not be: `messaging.client.sent.messages` and
    /// `messaging.client.operation.duration`.
    ///
    /// - Parameters:
    ///   - message: What it was.
    ///   - duration: How long the broker took.
    ///   - errorType: Of low cardinality, the same as on the span; nil = success.
    public func published(_ message: TracedMessage, _ duration: Duration, errorType: String?) {
        let labels = labels(message, "publish", errorType)
        counter("messaging.client.sent.messages", labels).increment(by: 1)
        let type = [("messaging.operation.type", "send")]
        timer("messaging.client.operation.duration", labels + type).recordNanoseconds(Self.nanoseconds(duration))
    }

    /// A message was delivered to the program: `messaging.client.consumed.messages`.
    public func consumed(_ message: TracedMessage) {
        counter("messaging.client.consumed.messages", labels(message, "process", nil)).increment(by: 1)
    }

    /// A message was worked on: `messaging.process.duration`.
    ///
    /// - Parameters:
    ///   - message: What it was.
    ///   - duration: How long the work took.
    ///   - errorType: Of low cardinality, the same as on the span; nil = success.
    public func processed(_ message: TracedMessage, _ duration: Duration, errorType: String?) {
        timer("messaging.process.duration", labels(message, "process", errorType))
            .recordNanoseconds(Self.nanoseconds(duration))
    }

    /// What `error.type` says of an error: its type's name, with that of its module unless it is private, when the whole
    /// name is another one in each process.
    static func type(of error: any Error) -> String {
        let whole = String(reflecting: Swift.type(of: error))
        return whole.contains("(unknown context") ? String(describing: Swift.type(of: error)) : whole
    }

    private func labels(_ message: TracedMessage, _ operation: String, _ errorType: String?) -> [(String, String)] {
        [
            ("messaging.system", message.system), ("messaging.destination.name", message.destination),
            // There on errors only; Prometheus takes an empty label for none, and wants the same names on all series.
            ("messaging.operation.name", operation), ("error.type", errorType ?? ""),
        ]
    }

    private func counter(_ label: String, _ labels: [(String, String)]) -> Counter {
        Counter(label: label, dimensions: labels, factory: factory)
    }

    private func timer(_ label: String, _ labels: [(String, String)]) -> Timer {
        Timer(label: label, dimensions: labels, factory: factory)
    }

    private static func nanoseconds(_ duration: Duration) -> Int64 {
        let (seconds, attoseconds) = duration.components
        guard seconds < 9_000_000_000 else { return .max }
        return seconds * 1_000_000_000 + attoseconds / 1_000_000_000
    }
}
