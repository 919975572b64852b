import NIOCore
import RESP

/// Bytes of one connection → values for its session.
final class RedisChannelHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let session: RedisSession
    private var parser = RESPParser()
    private var failure: (any Error)?

    init(session: RedisSession) { self.session = session }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        parser.append(unwrapInboundIn(data).readableBytesView)
        do {
            while let value = try parser.next() { session.received(value, on: context.channel) }
        } catch {
            failure = error
            context.close(promise: nil)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        if failure == nil { failure = error }
        context.close(promise: nil)
    }

    func channelInactive(context: ChannelHandlerContext) {
        session.disconnected(context.channel, failure)
        context.fireChannelInactive()
    }
}
