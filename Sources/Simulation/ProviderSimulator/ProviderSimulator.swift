import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization

/// A stand-in for LLM providers: speaks the APIs of OpenAI (and of those who speak the same), Anthropic, Gemini and Cohere faithfully,
/// misbehaves on request, and remembers exactly what it served.
///
/// For tests of what stands between a client and a provider (each call's `usage` can be reconciled with a ledger by
/// the response's request id), for demonstrations, and as the upstream of load tests. It is built on NIO's own HTTP/1
/// codec, not on the gateway's, so that a mistake in one of them does not hide behind the same mistake in the other.
///
/// ```swift
/// let simulator = ProviderSimulator(configuration: .init())
/// let port = try await simulator.start()
/// // … http://127.0.0.1:\(port)/v1/chat/completions; header "x-sim-status: 429"; GET /_sim/calls …
/// await simulator.stop()
/// ```
/// How a request chooses its answer: ``Behaviour``.
public final class ProviderSimulator: Sendable {
    private struct Running {
        let group: MultiThreadedEventLoopGroup
        let server: any Channel
        let log: CallLog?
    }

    private let configuration: Configuration
    private let running = Mutex<Running?>(nil)

    /// A simulator that does not listen yet.
    public init(configuration: Configuration) {
        self.configuration = configuration
    }

    /// Begins to listen; returns the port, which the system chose where the configuration says 0.
    ///
    /// Throws where the address cannot be bound or the record's file cannot be opened.
    public func start() async throws -> Int {
        let configuration = configuration
        let log =
            configuration.recordLimit > 0
            ? try CallLog(limit: configuration.recordLimit, file: configuration.recordFile) : nil
        let answering = Answering(
            behaviour: configuration.behaviour, identifiers: Identifiers(), records: log != nil)
        let group = MultiThreadedEventLoopGroup(numberOfThreads: max(configuration.threads, 1))
        do {
            let server = try await ServerBootstrap(group: group)
                .serverChannelOption(.backlog, value: 4_096)
                .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
                .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
                .childChannelOption(.maxMessagesPerRead, value: 16)
                .childChannelInitializer { channel in
                    channel.eventLoop.makeCompletedFuture {
                        try channel.pipeline.syncOperations.configureHTTPServerPipeline(withErrorHandling: true)
                        try channel.pipeline.syncOperations.addHandler(
                            SimulatorConnection(
                                answering: answering, log: log, bodyLimit: configuration.bodyLimit))
                    }
                }
                .bind(host: configuration.host, port: configuration.port).get()
            running.withLock { $0 = Running(group: group, server: server, log: log) }
            return server.localAddress?.port ?? configuration.port
        } catch {
            try? await group.shutdownGracefully()
            throw error
        }
    }

    /// Stops listening and closes all connections.
    public func stop() async {
        let running = running.withLock { running in
            defer { running = nil }
            return running
        }
        guard let running else { return }
        try? await running.server.close().get()
        try? await running.group.shutdownGracefully()
    }

    /// What was served since the start (or `DELETE /_sim/calls`), oldest first, as far as it is kept.
    public var calls: [CallRecord] {
        running.withLock { $0?.log }?.records ?? []
    }
}
