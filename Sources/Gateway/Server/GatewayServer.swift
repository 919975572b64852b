import Ledger
import NIOCore
import NIOPosix
import Synchronization

/// The data plane: listens, and carries calls to their providers and back.
public final class GatewayServer: Sendable {
    private let settings: GatewaySettings
    private let group: MultiThreadedEventLoopGroup
    private let loops: [LoopContext]
    private let listener = Mutex<(any Channel)?>(nil)

    /// Makes the event loops and their lanes; nothing listens before ``start()``.
    public init(settings: GatewaySettings, parts: GatewayParts) {
        self.settings = settings
        // One for all loops: a lease is asked for once at a time.
        let desk = parts.leasing.map { LeaseDesk(budgets: parts.budgets, leasing: $0) }
        group = MultiThreadedEventLoopGroup(numberOfThreads: settings.eventLoops ?? System.coreCount)
        loops = group.makeIterator().map { eventLoop in
            let box = LoopBox()
            let lane = parts.ledger.openLane { batch in
                eventLoop.execute { box.context?.settled(batch) }
            }
            let context = LoopContext(
                eventLoop: eventLoop, parts: parts, settings: settings, lane: lane, leaseDesk: desk)
            box.context = context
            return context
        }
    }

    /// Listens; returns the port.
    ///
    /// - Throws: when the address cannot be bound.
    public func start() async throws -> Int {
        for loop in loops { try await loop.eventLoop.submit { loop.start() }.get() }
        let byLoop = Dictionary(uniqueKeysWithValues: loops.map { (ObjectIdentifier($0.eventLoop), $0) })
        let limits = settings.limits
        let channel = try await ServerBootstrap(group: group)
            .serverChannelOption(ChannelOptions.backlog, value: 4096)
            .serverChannelOption(ChannelOptions.socketOption(.so_reuseaddr), value: 1)
            .serverChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(
                        AcceptGate(limit: limits.connections, limitPerAddress: limits.connectionsPerAddress))
                }
            }
            .childChannelOption(ChannelOptions.tcpOption(.tcp_nodelay), value: 1)
            .childChannelOption(.maxMessagesPerRead, value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    guard let loop = byLoop[ObjectIdentifier(channel.eventLoop)] else { return }
                    try channel.pipeline.syncOperations.addHandler(ClientHandler(loop: loop))
                }
            }
            .bind(host: settings.host, port: settings.port).get()
        listener.withLock { $0 = channel }
        return channel.localAddress?.port ?? settings.port
    }

    /// Whether new calls are taken: from the end of ``start()`` to the beginning of ``shutDown()``.
    public var isListening: Bool { listener.withLock { $0 != nil } }

    /// Holds that are open now, over all loops.
    public var openHolds: Int { loops.reduce(0) { $0 + $1.openHolds.load(ordering: .relaxed) } }

    /// Calls that have not reached their client's end.
    public func openCalls() async -> Int {
        var count = 0
        for loop in loops { count += (try? await loop.eventLoop.submit { loop.calls }.get()) ?? 0 }
        return count
    }

    /// Stops accepting, lets running calls end within the limit, then closes everything.
    ///
    /// The ledger is not closed.
    public func shutDown() async {
        let channel = listener.withLock { listener in
            defer { listener = nil }
            return listener
        }
        try? await channel?.close().get()
        for loop in loops { try? await loop.eventLoop.submit { loop.drain() }.get() }
        let deadline = NIODeadline.now() + settings.timeouts.shutdown
        var wasCut = false
        // After the limit the rest is cut off; its rows still have a moment to be committed.
        while await openCalls() > 0 {
            if !wasCut, NIODeadline.now() > deadline {
                wasCut = true
                for loop in loops { try? await loop.eventLoop.submit { loop.cutOff() }.get() }
            }
            if NIODeadline.now() > deadline + settings.timeouts.commit + .seconds(1) { break }
            try? await Task.sleep(for: .milliseconds(20))
        }
        for loop in loops { try? await loop.eventLoop.submit { loop.stop() }.get() }
        try? await group.shutdownGracefully()
    }
}

/// Breaks the circle between a lane, made first, and the context that it calls.
///
/// `@unchecked Sendable`: set once, before the lane is used; read on the context's event loop.
private final class LoopBox: @unchecked Sendable {
    var context: LoopContext?
}
