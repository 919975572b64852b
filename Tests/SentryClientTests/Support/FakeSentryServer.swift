import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization

/// A real HTTP server on a port of its own that answers as a script says, then with 200.
final class FakeSentryServer: Sendable {
    enum Step: Sendable {
        case answer(Int, [(String, String)] = [])
        /// No answer; the connection stays open.
        case hang
        /// The connection is closed without an answer.
        case close
    }

    struct Request: Sendable {
        var uri: String
        var fields: HTTPHeaders
        var body: [UInt8]
    }

    private struct State {
        var script: [Step]
        var requests: [Request] = []
    }

    private let state: Mutex<State>
    private let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    private let channel = Mutex<(any Channel)?>(nil)

    init(_ script: [Step]) { state = Mutex(State(script: script)) }

    /// Listens; the port.
    func start() async throws -> Int {
        let channel = try await ServerBootstrap(group: group)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.configureHTTPServerPipeline()
                    try channel.pipeline.syncOperations.addHandler(Handler(self))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        self.channel.withLock { $0 = channel }
        return channel.localAddress?.port ?? 0
    }

    func stop() async {
        try? await channel.withLock { $0 }?.close().get()
        try? await group.shutdownGracefully()
    }

    var requests: [Request] { state.withLock { $0.requests } }

    fileprivate func take(_ request: Request) -> Step {
        state.withLock { state in
            state.requests.append(request)
            return state.script.isEmpty ? .answer(200) : state.script.removeFirst()
        }
    }

    private final class Handler: ChannelInboundHandler {
        typealias InboundIn = HTTPServerRequestPart
        typealias OutboundOut = HTTPServerResponsePart

        private let server: FakeSentryServer
        private var head: HTTPRequestHead?
        private var body: [UInt8] = []

        init(_ server: FakeSentryServer) { self.server = server }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            switch unwrapInboundIn(data) {
            case .head(let head):
                self.head = head
                body = []
            case .body(let buffer): body += buffer.readableBytesView
            case .end:
                guard let head else { return }
                answer(server.take(Request(uri: head.uri, fields: head.headers, body: body)), context)
            }
        }

        private func answer(_ step: Step, _ context: ChannelHandlerContext) {
            switch step {
            case .hang: break
            case .close: context.close(promise: nil)
            case .answer(let status, let fields):
                var head = HTTPResponseHead(version: .http1_1, status: .init(statusCode: status))
                head.headers = HTTPHeaders(fields + [("content-length", "2")])
                context.write(wrapOutboundOut(.head(head)), promise: nil)
                context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(string: "{}")))), promise: nil)
                context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
            }
        }
    }
}
