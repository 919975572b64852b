import Instrumentation
public import Tracing

/// A message as spans tell of it (opentelemetry semantic conventions, `docs/messaging/messaging-spans.md`).
public struct TracedMessage: Sendable, Hashable {
    /// The broker: `redis`, `rabbitmq` and so on.
    public var system: String
    /// The queue's or topic's name.
    public var destination: String
    public var id: String?
    /// Bytes.
    public var bodySize: Int?
    /// How often it was tried before.
    public var retries: Int?

    /// A message of `destination`.
    public init(system: String, destination: String, id: String? = nil) {
        self.system = system
        self.destination = destination
        self.id = id
    }

    func attributes(_ operation: String, type: String) -> SpanAttributes {
        var all: SpanAttributes = [
            "messaging.system": .string(system), "messaging.destination.name": .string(destination),
            "messaging.operation.name": .string(operation), "messaging.operation.type": .string(type),
        ]
        all["messaging.message.id"] = id
        all["messaging.message.body.size"] = bodySize
        all["messaging.message.retry.count"] = retries
        return all
    }
}

extension Tracer {
    /// Publishes a message under a span `publish {destination}`; `headers` get the context that the worker goes on with.
    ///
    /// - Parameter metrics: Counts it, and its duration.
    public func withPublishSpan<T>(
        _ message: TracedMessage, headers: inout [String: String], metrics: MessagingMetrics? = nil,
        _ operation: (inout [String: String], Self.Span) async throws -> T
    ) async rethrows -> T {
        var carried = headers
        defer { headers = carried }
        return try await withSpan("publish \(message.destination)", ofKind: .producer) { span in
            span.updateAttributes { $0.merge(message.attributes("publish", type: "send")) }
            inject(span.context, into: &carried, using: MessageHeaders())
            let start = ContinuousClock.now
            do {
                let result = try await operation(&carried, span)
                metrics?.published(message, ContinuousClock.now - start, errorType: nil)
                return result
            } catch {
                span.attributes["error.type"] = MessagingMetrics.type(of: error)
                metrics?.published(message, ContinuousClock.now - start, errorType: MessagingMetrics.type(of: error))
                throw error
            }
        }
    }

    /// Processes a message under a span `process {destination}`, below the publisher's where the headers name one.
    ///
    /// - Parameters:
    ///   - linksOnly: A trace of its own, with a link to the publisher's: for batches.
    ///   - metrics: Counts it, and its duration.
    public func withProcessSpan<T>(
        _ message: TracedMessage, headers: [String: String], linksOnly: Bool = false, metrics: MessagingMetrics? = nil,
        _ operation: (Self.Span) async throws -> T
    ) async rethrows -> T {
        var sent = ServiceContext.current ?? .topLevel
        extract(headers, into: &sent, using: MessageHeaders())
        let parent = linksOnly ? ServiceContext.current ?? .topLevel : sent
        return try await withSpan("process \(message.destination)", context: parent, ofKind: .consumer) { span in
            span.updateAttributes { $0.merge(message.attributes("process", type: "process")) }
            if linksOnly { span.addLink(SpanLink(context: sent, attributes: [:])) }
            metrics?.consumed(message)
            let start = ContinuousClock.now
            do {
                let result = try await operation(span)
                metrics?.processed(message, ContinuousClock.now - start, errorType: nil)
                return result
            } catch {
                span.attributes["error.type"] = MessagingMetrics.type(of: error)
                metrics?.processed(message, ContinuousClock.now - start, errorType: MessagingMetrics.type(of: error))
                throw error
            }
        }
    }
}
