import NIOCore
import NIOHTTP1
import NIOPosix

/// Sends one request on a connection of its own and reads the answer to its end.
struct OneShotClient: Sendable {
    let host: String
    let port: Int
    let group: MultiThreadedEventLoopGroup

    /// Returns when the answer is complete, the connection ended, or the call was given up.
    func send(_ call: DemoCall) async {
        let host = host
        let bootstrap = ClientBootstrap(group: group)
            .connectTimeout(.seconds(2))
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHTTPClientHandlers()
                    try channel.pipeline.syncOperations.addHandler(OneShotExchange(call: call, host: host))
                }
            }
        guard let channel = try? await bootstrap.connect(host: host, port: port).get() else { return }
        let limit = channel.eventLoop.scheduleTask(in: .seconds(120)) { channel.close(promise: nil) }
        await withTaskCancellationHandler {
            _ = try? await channel.closeFuture.get()
        } onCancel: {
            channel.close(promise: nil)
        }
        limit.cancel()
    }
}

/// Writes the request when the connection is there, and closes it after the answer.
///
/// Not `Sendable`: lives on its channel's event loop.
private final class OneShotExchange: ChannelInboundHandler {
    typealias InboundIn = HTTPClientResponsePart
    typealias OutboundOut = HTTPClientRequestPart

    private let call: DemoCall
    private let host: String
    private var bytes = 0

    init(call: DemoCall, host: String) {
        self.call = call
        self.host = host
    }

    func channelActive(context: ChannelHandlerContext) {
        let body = ByteBuffer(string: call.body)
        var head = HTTPRequestHead(version: .http1_1, method: .POST, uri: call.path)
        head.headers.add(name: "host", value: host)
        for header in call.headers { head.headers.add(name: header.name, value: header.value) }
        head.headers.add(name: "content-length", value: String(body.readableBytes))
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        context.write(wrapOutboundOut(.body(.byteBuffer(body))), promise: nil)
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head: break
        case .body(let part):
            bytes += part.readableBytes
            if let limit = call.abandonAfterBytes, bytes > limit { context.close(promise: nil) }
        case .end: context.close(promise: nil)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }
}
