public import NIOCore
import Synchronization

/// A connection that listens to channels, made again whenever it ends.
///
/// Redis keeps no message for who is away: what is published meanwhile is not heard.
public final class RedisListener: Sendable {
    private let session: RedisSession

    /// Listens to channels that match `patterns`.
    ///
    /// - Parameter onMessage: Told on the event loop; cheap.
    public init(
        configuration: RedisConfiguration, patterns: [String], eventLoop: any EventLoop,
        onStatus: @escaping @Sendable (RedisStatus) -> Void = { _ in },
        onMessage: @escaping @Sendable (RedisMessage) -> Void
    ) throws(RedisError) {
        session = try RedisSession(
            configuration: configuration, eventLoop: eventLoop,
            subscription: RedisSubscription(patterns: patterns, onMessage: onMessage), onStatus: onStatus)
    }

    /// Begins to connect and to listen.
    public func start() { session.start() }

    /// Ends the connection.
    public func close() async {
        do {
            try await session.close().get()
        } catch {
            // The event loop has ended, and the connection with it.
        }
    }

    /// Whether there is a connection.
    public var status: RedisStatus { session.status.withLock { $0 } }
}
