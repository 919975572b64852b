import NIOCore
import NIOPosix

/// Sends bytes on a connection of its own and collects what comes until the other side closes.
enum RawClient {
    /// The answer to `request`, as text.
    static func exchange(_ request: String, port: Int) async throws -> String {
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connect(host: "127.0.0.1", port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
                }
            }
        return try await channel.executeThenClose { inbound, outbound in
            try await outbound.write(ByteBuffer(string: request))
            var answer = ByteBuffer()
            do {
                for try await var part in inbound { answer.writeBuffer(&part) }
            } catch is IOError {
                return String(buffer: answer) + "<reset>"
            }
            return String(buffer: answer)
        }
    }

    /// The answer to a `POST` of `body`, after which the connection is closed.
    static func post(_ path: String, _ body: String, headers: [String] = [], port: Int) async throws -> String {
        let lines =
            ["POST \(path) HTTP/1.1", "host: simulator", "authorization: Bearer key-1234", "connection: close"]
            + headers + ["content-length: \(body.utf8.count)", "", body]
        return try await exchange(lines.joined(separator: "\r\n"), port: port)
    }
}
