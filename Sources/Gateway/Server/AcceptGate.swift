import NIOCore

/// Bounds the connections of clients: at most so many in all (more wait in the listen queue), and from one address
/// (more are closed at once).
///
/// Stands in the listening channel's pipeline, on its event loop.
final class AcceptGate: ChannelDuplexHandler {
    typealias InboundIn = any Channel
    typealias InboundOut = any Channel
    typealias OutboundIn = Never

    private let limit: Int
    private let limitPerAddress: Int
    private var count = 0
    private var byAddress: [String: Int] = [:]
    private var readIsHeld = false

    init(limit: Int, limitPerAddress: Int) {
        self.limit = limit
        self.limitPerAddress = limitPerAddress
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let channel = unwrapInboundIn(data)
        let address = channel.remoteAddress?.ipAddress ?? ""
        let open = byAddress[address, default: 0]
        guard open < limitPerAddress else {
            channel.close(promise: nil)
            return
        }
        count += 1
        byAddress[address] = open + 1
        channel.closeFuture.hop(to: context.eventLoop).assumeIsolated().whenComplete { _ in
            self.closed(address, context: context)
        }
        context.fireChannelRead(data)
    }

    func read(context: ChannelHandlerContext) {
        if count < limit { context.read() } else { readIsHeld = true }
    }

    private func closed(_ address: String, context: ChannelHandlerContext) {
        count -= 1
        if let open = byAddress[address], open > 1 { byAddress[address] = open - 1 } else { byAddress[address] = nil }
        guard readIsHeld, count < limit else { return }
        readIsHeld = false
        context.read()
    }
}
