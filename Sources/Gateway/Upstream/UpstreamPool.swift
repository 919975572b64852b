import NIOCore
import NIOPosix
import NIOSSL

/// The connections of one event loop to one provider.
///
/// Idle ones are used again, the latest first.
final class UpstreamPool {
    let provider: UpstreamProvider
    unowned let loop: LoopContext
    private var idle: [UpstreamHandler] = []
    private var isClosed = false

    init(provider: UpstreamProvider, loop: LoopContext) {
        self.provider = provider
        self.loop = loop
    }

    /// Gives the call a connection: an idle one, or a new one (always with `fresh`).
    func acquire(for call: Call, fresh: Bool = false) {
        if !fresh, let handler = idle.popLast() {
            handler.start(call)
        } else {
            connect(for: call)
        }
    }

    /// Takes back a connection whose answer has been read.
    func release(_ handler: UpstreamHandler) {
        guard !isClosed, idle.count < loop.settings.limits.idleUpstreams else {
            handler.close()
            return
        }
        handler.idleSince = CallClock.monotonicNanoseconds()
        idle.append(handler)
    }

    /// Forgets a connection that has been closed.
    func remove(_ handler: UpstreamHandler) {
        idle.removeAll { $0 === handler }
    }

    /// Closes connections that have been idle for too long; the oldest stand first.
    func expire(now: Int64) {
        let limit = loop.settings.timeouts.upstreamKeepAlive.nanoseconds
        guard let first = idle.first, now - first.idleSince > limit else { return }
        let expired = idle.prefix { now - $0.idleSince > limit }
        idle.removeFirst(expired.count)
        for handler in expired { handler.close() }
    }

    /// Closes all idle connections, and those that come back.
    func close() {
        isClosed = true
        let closing = idle
        idle = []
        for handler in closing { handler.close() }
    }

    private func connect(for call: Call) {
        let pool = NIOLoopBound(self, eventLoop: loop.eventLoop)
        let provider = provider
        let bootstrap = ClientBootstrap(group: loop.eventLoop)
            .connectTimeout(loop.settings.timeouts.connect)
            .channelOption(ChannelOptions.tcpOption(.tcp_nodelay), value: 1)
            // What a slow client has not taken waits with the provider: one read at a time is on its way.
            .channelOption(.maxMessagesPerRead, value: 1)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    if let tls = provider.tls {
                        try channel.pipeline.syncOperations.addHandler(Self.tlsHandler(tls, provider: provider))
                        try channel.pipeline.syncOperations.addHandler(TLSGate())
                    }
                    try channel.pipeline.syncOperations.addHandler(UpstreamHandler(pool: pool.value))
                }
            }
        let connected = bootstrap.connect(host: provider.host, port: provider.port).flatMap { channel in
            Self.whenSecured(channel, isTLS: provider.tls != nil).map { channel }
        }
        connected.hop(to: loop.eventLoop).assumeIsolated().whenComplete { result in
            switch result {
            case .success(let channel): self.connected(channel, for: call)
            case .failure(let error): self.failed(error, call)
            }
        }
    }

    private func connected(_ channel: any Channel, for call: Call) {
        guard let handler = try? channel.pipeline.syncOperations.handler(type: UpstreamHandler.self) else {
            failed(ChannelError.alreadyClosed, call)
            return
        }
        if case .connecting = call.phase {
            handler.start(call)
        } else if case .forwarded = call.phase {
            // A second try after a stale connection; the client may have gone since.
            handler.start(call)
        } else {
            release(handler)
        }
    }

    private func failed(_ error: any Error, _ call: Call) {
        switch call.phase {
        case .connecting, .forwarded: call.upstreamFailed(ConnectFailure.describe(error, provider: provider))
        case .relaying, .settling, .settled: break
        }
    }

    private static func tlsHandler(_ context: NIOSSLContext, provider: UpstreamProvider) throws -> NIOSSLClientHandler {
        do {
            return try NIOSSLClientHandler(context: context, serverHostname: provider.host)
        } catch let error as NIOSSLExtraError where error == .cannotUseIPAddressInSNI {
            return try NIOSSLClientHandler(context: context, serverHostname: nil)
        }
    }

    private static func whenSecured(_ channel: any Channel, isTLS: Bool) -> EventLoopFuture<Void> {
        guard isTLS else { return channel.eventLoop.makeSucceededVoidFuture() }
        return channel.eventLoop.flatSubmit {
            do {
                return try channel.pipeline.syncOperations.handler(type: TLSGate.self).secured(on: channel.eventLoop)
            } catch {
                return channel.eventLoop.makeFailedFuture(error)
            }
        }
    }
}
