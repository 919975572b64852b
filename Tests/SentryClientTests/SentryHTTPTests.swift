import NIOHTTP1
import SentryClient
import SentryProtocol
import Testing

@Suite struct SentryHTTPTests {
    private static func withServer(
        _ script: [FakeSentryServer.Step], _ work: (FakeSentryServer, SentryOptions) async throws -> Void
    ) async throws {
        let server = FakeSentryServer(script)
        let port = try await server.start()
        var options = SentryOptions(dsn: try SentryDSN("http://public:secret@127.0.0.1:\(port)/errors/42"))
        options.release = "app@1"
        options.requestTimeout = .seconds(30)
        options.looksUpSymbols = false
        do { try await work(server, options) } catch {
            await server.stop()
            throw error
        }
        await server.stop()
    }

    @Test func `an envelope is posted to the project's endpoint with authentication, a large one compressed`()
        async throws
    {
        try await Self.withServer([]) { server, options in
            let client = SentryClient(options)
            client.capture(message: String(repeating: "long ", count: 1_000))
            client.recordSession(.exited)
            #expect(await client.flush(timeout: .seconds(60)))
            await client.close()
            let event = try #require(server.requests.first)
            #expect(event.uri == "/errors/api/42/envelope/")
            #expect(event.fields.first(name: "content-type") == "application/x-sentry-envelope")
            let authentication = try #require(event.fields.first(name: "x-sentry-auth"))
            #expect(authentication.hasPrefix("Sentry sentry_version=7, sentry_client=\(SentrySDKInfo.swift.agent), "))
            #expect(authentication.hasSuffix("sentry_key=public, sentry_secret=secret"))
            #expect(event.fields.first(name: "content-encoding") == "gzip")
            #expect(event.body.starts(with: [0x1F, 0x8B]))
            let small = try #require(server.requests.first { $0.fields.first(name: "content-encoding") == nil })
            #expect(try SentryEnvelope(small.body).items.first?.type == .sessions)
        }
    }

    @Test func `limits in the fields of an answer are obeyed, several fields as one`() async throws {
        let fields = [("x-sentry-rate-limits", "60:error:organization"), ("X-Sentry-Rate-Limits", "60:session:key")]
        try await Self.withServer([.answer(200, fields)]) { server, options in
            let client = SentryClient(options)
            client.capture(Plain())
            #expect(await client.flush(timeout: .seconds(60)))
            client.capture(Plain())
            client.recordSession(.exited)
            #expect(await client.flush(timeout: .seconds(60)))
            #expect(client.statistics.sent == [.error: 1])
            #expect(client.statistics.discarded[.init(.rateLimitBackoff, .error)] == 1)
            #expect(client.statistics.discarded[.init(.rateLimitBackoff, .session)] == 1)
            await client.close()
        }
    }

    @Test(
        "refusals are discarded by their rules",
        arguments: [(429, SentryDiscardReason.rateLimitBackoff), (413, .sendError), (500, .sendError)])
    func refused(_ status: Int, _ reason: SentryDiscardReason) async throws {
        try await Self.withServer([.answer(status, [("retry-after", "0")])]) { _, options in
            let client = SentryClient(options)
            client.capture(Plain())
            #expect(await client.flush(timeout: .seconds(60)))
            #expect(client.statistics.discarded == [.init(reason, .error): 1])
            await client.close()
        }
    }

    @Test(
        "a date in Retry-After is read, by the receiver's own clock",
        arguments: [
            ("Sun, 06 Nov 1994 08:59:00 GMT", false), ("Sunday, 06-Nov-94 08:59:00 GMT", false),
            ("Sun Nov  6 08:59:00 1994", false), ("Sun, 06 Nov 1994 08:49:00 GMT", true),
            ("Sun, 06 Nov 1994 07:49:00 GMT", true), ("soon", false),
        ])
    func retryAfterDate(_ field: String, _ isOver: Bool) async throws {
        let fields = [("date", "Sun, 06 Nov 1994 08:49:00 GMT"), ("retry-after", field)]
        try await Self.withServer([.answer(429, fields)]) { server, options in
            let client = SentryClient(options)
            client.capture(Plain())
            #expect(await client.flush(timeout: .seconds(60)))
            client.capture(Plain())
            #expect(await client.flush(timeout: .seconds(60)))
            #expect(client.statistics.discarded == [.init(.rateLimitBackoff, .error): isOver ? 1 : 2])
            #expect(client.statistics.sent == (isOver ? [.error: 1] : [:]))
            await client.close()
        }
    }

    @Test func `hangs and broken connections are tried again until it arrives`() async throws {
        try await Self.withServer([.close, .hang]) { server, options in
            var options = options
            options.requestTimeout = .seconds(2)
            let client = SentryClient(options)
            let id = try #require(client.capture(Plain()))
            #expect(await Clients.eventually { await client.flush(timeout: .seconds(5)) })
            #expect(server.requests.count >= 3)
            #expect(client.statistics.sent == [.error: 1])
            #expect(client.statistics.discarded.isEmpty)
            #expect(id.description.count == 32)
            await client.close()
        }
    }

    @Test func `a redirect is not followed`() async throws {
        try await Self.withServer([.answer(302, [("location", "http://127.0.0.1:1/x")])]) { server, options in
            let client = SentryClient(options)
            client.capture(Plain())
            #expect(await client.flush(timeout: .seconds(60)))
            #expect(client.statistics.discarded == [.init(.sendError, .error): 1])
            #expect(server.requests.allSatisfy { $0.uri == "/errors/api/42/envelope/" })
            await client.close()
        }
    }
}
