import Foundation
import NIOCore
import NIOPosix
import RESP
import RedisClient
import RedisProcess
import Synchronization
import Testing

/// The client beside a real `redis-server`.
@Suite struct RedisClientTests {
    @Test func `commands, pipelines and errors`() async throws {
        let server = try await RedisProcess()
        try await withClient(server.url) { client in
            #expect(try await client.send(RESPCommand("SET", "k", "v\r\n\u{0}ü")) == .simple(Array("OK".utf8)))
            #expect(try await client.send(RESPCommand("GET", "k")).text == "v\r\n\u{0}ü")
            #expect(try await client.send(RESPCommand("GET", "nothing")).isNull)
            let replies = try await client.pipeline([
                RESPCommand("SET", "n", "9007199254740993"), RESPCommand("LPUSH", "n", "x"),
                RESPCommand("INCRBY", "n", "1"),
            ])
            #expect(replies.count == 3)
            #expect(replies[2].integer == 9_007_199_254_740_994)
            if case .error(let error) = replies[1] {
                #expect(error.code == "WRONGTYPE")
            } else {
                Issue.record("no error")
            }
            await expect(.wrongType) { try await client.send(RESPCommand("LPUSH", "n", "x")) }
            await expect(.refused) { try await client.send(RESPCommand("NO-SUCH-COMMAND")) }
        }
    }

    @Test func `ten thousand commands at once get their own answers`() async throws {
        let server = try await RedisProcess()
        try await withClient(server.url) { client in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for index in 0..<10_000 {
                    group.addTask {
                        let reply = try await client.send(RESPCommand("ECHO", "number \(index)"), within: .seconds(60))
                        #expect(reply.text == "number \(index)")
                    }
                }
                try await group.waitForAll()
            }
        }
    }

    @Test func `a script runs by its SHA, and again after the server forgot it`() async throws {
        let server = try await RedisProcess()
        let script = RedisScript(
            name: "sum", source: "redis.call('HINCRBY', KEYS[1], 'n', ARGV[1]) return redis.call('HGET', KEYS[1], 'n')")
        try await withClient(server.url) { client in
            let call = RedisScript.Call(keys: ["h"], arguments: ["4611686018427387904"])
            #expect(try await client.run(script, call).integer == 4_611_686_018_427_387_904)
            _ = try await client.send(RESPCommand("SCRIPT", "FLUSH"))
            let small = RedisScript.Call(keys: ["h"], arguments: ["1"])
            let replies = try await client.run(script, [small, small, small])
            #expect(replies.compactMap(\.integer) == [1, 2, 3].map { 4_611_686_018_427_387_904 + $0 })
        }
    }

    @Test func `passwords, users and databases`() async throws {
        let server = try await RedisProcess(["--requirepass", "open sesame"])
        let port = server.port
        try await withClient("redis://:open%20sesame@127.0.0.1:\(port)/5") { client in
            _ = try await client.send(
                RESPCommand("ACL", "SETUSER", "app", "on", ">secret", "~tollgate:*", "&*", "+@all"))
            _ = try await client.send(RESPCommand("SET", "tollgate:x", "5"))
            #expect(try await client.send(RESPCommand("CLIENT", "INFO")).text?.contains("db=5") == true)
        }
        try await withClient("redis://app:secret@127.0.0.1:\(port)/5") { client in
            let value = try await client.send(RESPCommand("GET", "tollgate:x"))
            #expect(value.text == "5")
            await expect(.permission) { try await client.send(RESPCommand("GET", "other")) }
        }
        for url in ["redis://app:wrong@127.0.0.1:\(port)", "redis://127.0.0.1:\(port)/1"] {
            try await withClient(url) { client in
                await expect(.authentication) { try await client.send(RESPCommand("GET", "tollgate:x")) }
                // And again, at once, without another attempt.
                await expect(.authentication) { try await client.send(RESPCommand("GET", "tollgate:x")) }
            }
        }
        try await withClient("redis://:open%20sesame@127.0.0.1:\(port)/99") { client in
            await #expect(throws: RedisError.self) { try await client.send(RESPCommand("PING")) }
            #expect(client.status.failure?.message.contains("DB index") == true)
        }
    }

    @Test func `TLS with an authority of one's own, and not without`() async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("tollgate-tls-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        let certificates = try Certificates(in: folder)
        let port = try RedisProcess.freePort()
        let server = try await RedisProcess(
            [
                "--tls-port", String(port), "--port", "0", "--tls-cert-file", certificates.certificate,
                "--tls-key-file", certificates.key, "--tls-ca-cert-file", certificates.authority,
                "--tls-auth-clients", "no",
            ], port: port)
        for host in ["127.0.0.1", "localhost"] {
            try await withClient("rediss://\(host):\(server.port)", { $0.authoritiesFile = certificates.authority }) {
                client in
                let reply = try await client.send(RESPCommand("PING"))
                #expect(reply.text == "PONG")
            }
        }
        try await withClient("rediss://127.0.0.1:\(server.port)") { client in
            await expect(.unreachable) { try await client.send(RESPCommand("PING")) }
            #expect(client.status.failure?.message.contains("redis.ca_file") == true)
        }
        try await withClient("redis://127.0.0.1:\(server.port)") { client in
            await #expect(throws: RedisError.self) { try await client.send(RESPCommand("PING")) }
        }
        #expect(throws: RedisError.self) {
            var configuration = try RedisConfiguration(url: "rediss://127.0.0.1:1")
            configuration.authoritiesFile = folder.appendingPathComponent("nothing.pem").path
            _ = try RedisClient(configuration: configuration, eventLoop: MultiThreadedEventLoopGroup.singleton.any())
        }
    }

    @Test func `a server that hangs times out, and is used again when it goes on`() async throws {
        let server = try await RedisProcess()
        try await withClient(server.url, { $0.commandTimeout = .milliseconds(300) }) { client in
            try await eventually { (try? await client.send(RESPCommand("PING")).text) == "PONG" }
            server.signal(SIGSTOP)
            await expect(.timedOut) { try await client.send(RESPCommand("PING")) }
            await #expect(throws: RedisError.self) { try await client.send(RESPCommand("PING")) }
            server.signal(SIGCONT)
            try await eventually { (try? await client.send(RESPCommand("PING")).text) == "PONG" }
        }
    }

    @Test func `a server that comes back is connected to again`() async throws {
        let server = try await RedisProcess()
        let seen = Mutex<[Bool]>([])
        try await withClient(server.url, onStatus: { status in seen.withLock { $0.append(status.isReady) } }) {
            client in
            _ = try await client.send(RESPCommand("SET", "k", "v"))
            server.stop()
            try await eventually { !client.status.isReady }
            await #expect(throws: RedisError.self) { try await client.send(RESPCommand("PING")) }
            #expect(client.status.failure?.message.contains("127.0.0.1:\(server.port)") == true)
            try await server.start()
            try await eventually { (try? await client.send(RESPCommand("PING")).text) == "PONG" }
            #expect(client.status.connections == 2)
            #expect(client.status.failure == nil)
        }
        #expect(seen.withLock { $0 }.first == true)
    }

    @Test func `what is no Redis is said to be none`() async throws {
        let listener = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                channel.writeAndFlush(
                    channel.allocator.buffer(string: "HTTP/1.1 400 Bad Request\r\n\r\n"), promise: nil)
                return channel.eventLoop.makeSucceededVoidFuture()
            }
            .bind(host: "127.0.0.1", port: 0).get()
        try await withClient("redis://127.0.0.1:\(listener.localAddress?.port ?? 0)") { client in
            await #expect(throws: RedisError.self) { try await client.send(RESPCommand("PING")) }
            try await eventually { client.status.failure?.code == .protocolViolation }
        }
        try await listener.close()
    }

    @Test func `the queue is bounded`() async throws {
        let server = try await RedisProcess()
        try await withClient(
            server.url,
            {
                $0.maximumPending = 10; $0.commandTimeout = .seconds(20)
            }
        ) { client in
            _ = try await client.send(RESPCommand("PING"))
            server.signal(SIGSTOP)
            async let waiting = client.pipeline((0..<10).map { _ in RESPCommand("PING") })
            try await Task.sleep(for: .milliseconds(100))
            await expect(.queueFull) { try await client.send(RESPCommand("PING")) }
            server.signal(SIGCONT)
            #expect(try await waiting.count == 10)
        }
    }

    @Test func `closing fails what waits`() async throws {
        let server = try await RedisProcess()
        try await withClient(server.url, { $0.commandTimeout = .seconds(20) }) { client in
            _ = try await client.send(RESPCommand("PING"))
            server.signal(SIGSTOP)
            async let waiting = client.send(RESPCommand("PING"))
            try await Task.sleep(for: .milliseconds(100))
            await client.close()
            do {
                _ = try await waiting
                Issue.record("answered")
            } catch {
                #expect((error as? RedisError)?.code == .closed)
            }
            await expect(.closed) { try await client.send(RESPCommand("PING")) }
        }
    }

    @Test func `a full server and a replica say so`() async throws {
        let full = try await RedisProcess(["--maxmemory", "1mb", "--maxmemory-policy", "noeviction"])
        try await withClient(full.url) { client in
            await expect(.outOfMemory) {
                for index in 0..<200 {
                    _ = try await client.send(RESPCommand("SET", "k\(index)", String(repeating: "x", count: 100_000)))
                }
            }
        }
        let replica = try await RedisProcess(["--replicaof", "127.0.0.1", String(full.port)])
        try await withClient(replica.url) { client in
            await expect(.readOnly) { try await client.send(RESPCommand("SET", "k", "v")) }
        }
    }

    @Test func `messages are heard, also after the server was away`() async throws {
        let server = try await RedisProcess()
        let heard = Mutex<[RedisMessage]>([])
        var configuration = try RedisConfiguration(url: server.url)
        configuration.commandTimeout = .seconds(2)
        let listener = try RedisListener(
            configuration: configuration, patterns: ["alerts:*"], eventLoop: MultiThreadedEventLoopGroup.singleton.any()
        ) { message in heard.withLock { $0.append(message) } }
        listener.start()
        try await withClient(server.url) { client in
            // Published until heard: Redis keeps nothing for a listener that connects again just then.
            try await eventually {
                _ = try await client.send(RESPCommand("PUBLISH", "alerts:a", "1"))
                return heard.withLock { $0.last } == RedisMessage(channel: "alerts:a", payload: Array("1".utf8))
            }
            server.stop()
            try await server.start()
            try await eventually {
                _ = try? await client.send(RESPCommand("PUBLISH", "alerts:b", "2"))
                return heard.withLock { $0.last?.channel } == "alerts:b"
            }
        }
        await listener.close()
    }
}

/// A client for as long as `body` runs.
private func withClient(
    _ url: String, _ change: (inout RedisConfiguration) -> Void = { _ in },
    onStatus: @escaping @Sendable (RedisStatus) -> Void = { _ in },
    _ body: (RedisClient) async throws -> Void
) async throws {
    var configuration = try RedisConfiguration(url: url)
    configuration.commandTimeout = .seconds(10)
    change(&configuration)
    let client = try RedisClient(
        configuration: configuration, eventLoop: MultiThreadedEventLoopGroup.singleton.any(), onStatus: onStatus)
    client.start()
    do {
        try await body(client)
    } catch {
        await client.close()
        throw error
    }
    await client.close()
}

/// Asks until it is so; gives up after 30 seconds.
private func eventually(
    _ condition: () async throws -> Bool, sourceLocation: SourceLocation = #_sourceLocation
) async throws {
    for _ in 0..<600 {
        if try await condition() { return }
        try await Task.sleep(for: .milliseconds(50))
    }
    Issue.record("it did not come to be", sourceLocation: sourceLocation)
}

/// Expects a ``RedisError`` of the kind `code`.
private func expect(
    _ code: RedisError.Code, sourceLocation: SourceLocation = #_sourceLocation, _ body: () async throws -> some Any
) async {
    do {
        _ = try await body()
        Issue.record("no error", sourceLocation: sourceLocation)
    } catch {
        #expect((error as? RedisError)?.code == code, "\(error)", sourceLocation: sourceLocation)
    }
}
