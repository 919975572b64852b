import SentryClient
import SentryProtocol
import Testing

@Suite struct SentryDeliveryTests {
    private static func transaction(spans: Int) -> SentryTransaction {
        var transaction = SentryTransaction(
            name: "GET /", source: .route, start: SentryTimestamp(seconds: 1), end: SentryTimestamp(seconds: 2),
            trace: SentryTraceContext())
        transaction.spans = (0..<spans).map { _ in
            SentrySpan(
                traceID: transaction.trace.traceID, parentSpanID: transaction.trace.spanID, operation: "x",
                description: nil, start: SentryTimestamp(seconds: 1), end: SentryTimestamp(seconds: 2))
        }
        return transaction
    }

    @Test func `MUST 6: a limit on a 200 is obeyed for its category only, the rest goes on`() async throws {
        let transport = ScriptedTransport([.status(200, limits: "3600:error:organization, 5:error:key")])
        let clock = TestClock()
        let client = try Clients.client(transport, clock: clock.clock)
        client.capture(Plain())
        #expect(await client.flush(timeout: .seconds(30)))
        client.capture(Plain())
        client.capture(Self.transaction(spans: 2))
        #expect(await client.flush(timeout: .seconds(30)))
        #expect(transport.events.count == 1)
        #expect(client.statistics.sent == [.error: 1, .transaction: 1])
        #expect(transport.reports == ["ratelimit_backoff/error": 1])
        clock.advance(seconds: 30)
        client.capture(Plain())
        #expect(await client.flush(timeout: .seconds(30)))
        #expect(transport.events.count == 1)
        clock.advance(seconds: 3_600)
        client.capture(Plain())
        #expect(await client.flush(timeout: .seconds(30)))
        #expect(transport.events.count == 2)
        #expect(transport.reports["ratelimit_backoff/error"] == 2)
        await client.close()
    }

    @Test(
        "MUST 7: a 429 is discarded without a report, other refusals are send_error, nothing is tried again",
        arguments: [(429, false), (413, true), (400, true), (401, true), (500, true), (502, true), (302, true)])
    func refused(_ status: Int, _ isReported: Bool) async throws {
        let transport = ScriptedTransport([.status(status, limits: "0:error:x")])
        let client = try Clients.client(transport)
        client.capture(Plain())
        #expect(await client.flush(timeout: .seconds(30)))
        client.capture(Plain())
        #expect(await client.flush(timeout: .seconds(30)))
        #expect(transport.events.count == 2)
        #expect(Set(transport.events.compactMap { $0["event_id"]?.text }).count == 2)
        #expect(transport.reports == (isReported ? ["send_error/error": 1] : [:]))
        let reason: SentryDiscardReason = isReported ? .sendError : .rateLimitBackoff
        #expect(client.statistics.discarded == [.init(reason, .error): 1])
        await client.close()
    }

    @Test func `a refused transaction counts its spans and one, too`() async throws {
        let transport = ScriptedTransport([.status(413)])
        let client = try Clients.client(transport)
        client.capture(Self.transaction(spans: 3))
        #expect(await client.flush(timeout: .seconds(30)))
        client.capture(Plain())
        #expect(await client.flush(timeout: .seconds(30)))
        #expect(transport.reports == ["send_error/transaction": 1, "send_error/span": 4])
        await client.close()
    }

    @Test func `MUST 8: a full queue drops, counts and never waits`() async throws {
        let transport = ScriptedTransport([.hangForever])
        let client = try Clients.client(transport) { $0.maximumQueue = 5 }
        client.capture(Plain())
        #expect(await Clients.eventually { transport.sent.count == 1 })
        var captured = 0
        for _ in 0..<1_000 where client.capture(Plain()) != nil { captured += 1 }
        #expect(captured == 5)
        #expect(client.captureTransaction(spanCount: 2) { nil } == false)
        #expect(client.statistics.queued == 5)
        #expect(client.statistics.discarded[.init(.queueOverflow, .error)] == 995)
        #expect(client.statistics.discarded[.init(.queueOverflow, .span)] == 3)
        transport.letGo()
        #expect(await Clients.eventually { await client.flush(timeout: .seconds(10)) })
        #expect(
            transport.reports == [
                "queue_overflow/error": 995, "queue_overflow/transaction": 1, "queue_overflow/span": 3,
            ])
        await client.close()
    }

    @Test func `a receiver that cannot be reached costs nothing but memory of a bounded size, and gets all later`()
        async throws
    {
        let transport = ScriptedTransport(then: .unreachable)
        let clock = TestClock()
        let client = try Clients.client(transport, clock: clock.clock) {
            $0.spool = SentrySpoolLimits(envelopes: 3, bytes: 1 << 20)
        }
        for index in 0..<5 { client.capture(message: "\(index)") }
        #expect(await !client.flush(timeout: .seconds(30)))
        #expect(client.statistics.spooled == 3)
        #expect(client.statistics.discarded == [.init(.networkError, .error): 2])
        transport.then(.status(200))
        let before = transport.sent.count
        #expect(await client.flush(timeout: .seconds(30)))
        #expect(client.statistics.spooled == 0)
        let later = transport.sent[before...].compactMap { try? SentryEnvelope($0) }.flatMap { $0.items }
        let delivered = later.filter { $0.type == .event }.map {
            SentryValue(json: $0.payload)?["logentry"]?["formatted"]?.text
        }
        #expect(delivered == ["2", "3", "4"])
        #expect(transport.reports["network_error/error"] ?? 0 >= 2)
        await client.close()
    }

    @Test func `100 000 captures with a dead receiver keep no more than queue and store hold, and count the rest`()
        async throws
    {
        let transport = ScriptedTransport(then: .unreachable)
        let client = try Clients.client(transport) {
            $0.maximumQueue = 16
            $0.spool = SentrySpoolLimits(envelopes: 8, bytes: 1 << 20)
        }
        var captured = 0
        for _ in 0..<100_000 where client.capture(SentryEvent(at: SentryTimestamp(seconds: 1))) != nil { captured += 1 }
        #expect(await Clients.eventually { client.statistics.queued == 0 })
        #expect(await Clients.eventually { client.statistics.spooled == 8 })
        let dropped = client.statistics.discarded[.init(.queueOverflow, .error)] ?? 0
        #expect(captured + dropped == 100_000)
        #expect(dropped > 0)
        await client.close(timeout: .milliseconds(500))
    }

    @Test func `while a receiver cannot be reached it is tried ever more rarely`() async throws {
        let transport = ScriptedTransport(then: .unreachable)
        let clock = TestClock()
        let client = try Clients.client(transport, clock: clock.clock)
        for _ in 0..<50 { client.capture(Plain()) }
        #expect(await Clients.eventually { client.statistics.spooled == 50 })
        // One attempt, and the rest goes into the store without one; a slow machine may have come to another.
        #expect(transport.sent.count <= 5)
        await client.close(timeout: .milliseconds(200))
    }

    @Test func `MUST 9: close flushes what is left`() async throws {
        let transport = ScriptedTransport()
        let client = try Clients.client(transport)
        for _ in 0..<100 { client.capture(Plain()) }
        client.recordSession(.exited)
        await client.close(timeout: .seconds(60))
        #expect(transport.events.count == 100)
        #expect(transport.envelopes.flatMap { $0.items }.contains { $0.type == .sessions })
        #expect(client.capture(Plain()) == nil)
        #expect(await !client.flush(timeout: .seconds(30)))
    }

    @Test(
        "MUST 9: close returns within its time, whatever the receiver does",
        arguments: [ScriptedTransport.Step.hang, .hangForever, .unreachable])
    func closes(_ step: ScriptedTransport.Step) async throws {
        let transport = ScriptedTransport(then: step)
        let client = try Clients.client(transport)
        for _ in 0..<10 { client.capture(Plain()) }
        // The test's own limit is a hang; how long it takes is measured by the benchmark.
        await client.close(timeout: .milliseconds(500))
        #expect(client.capture(Plain()) == nil)
        transport.letGo()
    }

    @Test func `MUST 15: sessions go out aggregated, errored where an error was captured or thrown`() async throws {
        let transport = ScriptedTransport()
        let client = try Clients.client(transport)
        for _ in 0..<3 { await client.withSession { _ in } }
        await client.withSession { _ in _ = client.capture(Plain()) }
        await client.withSession { _ in _ = client.capture(message: "no error", level: .warning) }
        await #expect(throws: Plain.self) { try await client.withSession { _ in throw Plain() } }
        client.recordSession(.crashed)
        #expect(await client.flush(timeout: .seconds(30)))
        let items = transport.envelopes.flatMap { $0.items }.filter { $0.type == .sessions }
        let values = items.compactMap { SentryValue(json: $0.payload) }
        #expect(values.allSatisfy { $0["attrs"] == ["release": "app@1.2.3", "environment": "test"] })
        var sums: [String: Int64] = [:]
        for value in values {
            guard case .array(let aggregates)? = value["aggregates"] else { continue }
            for aggregate in aggregates {
                for outcome in ["exited", "errored", "abnormal", "crashed"] {
                    if case .integer(let count)? = aggregate[outcome] { sums[outcome, default: 0] += count }
                }
            }
        }
        #expect(sums == ["exited": 4, "errored": 2, "crashed": 1])
        await client.close()
    }

    @Test func `without a release there are no sessions`() async throws {
        let transport = ScriptedTransport()
        let client = try Clients.client(transport) { $0.release = nil }
        await client.withSession { _ in }
        #expect(await client.flush(timeout: .seconds(30)))
        #expect(transport.sent.isEmpty)
        await client.close()
    }

    @Test func `a report that does not arrive is kept and sent later, once`() async throws {
        let transport = ScriptedTransport([.status(500), .unreachable])
        let client = try Clients.client(transport) {
            $0.beforeSend = { event, _ in event.message?.formatted == "no" ? nil : event }
        }
        client.capture(message: "no")
        client.capture(message: "refused")
        client.capture(message: "unreachable")
        client.capture(message: "later")
        #expect(await Clients.eventually { await client.flush(timeout: .seconds(10)) })
        // The last that arrived tells of both.
        let last = try #require(transport.envelopes.last { $0.items.contains { $0.type == .clientReport } })
        let item = try #require(last.items.last)
        guard case .array(let events)? = SentryValue(json: item.payload)?["discarded_events"] else {
            Issue.record("no report")
            return
        }
        #expect(events.map { $0["reason"]?.text } == ["before_send", "send_error"])
        #expect(!client.statistics.discarded.isEmpty)
        await client.close()
    }
}
