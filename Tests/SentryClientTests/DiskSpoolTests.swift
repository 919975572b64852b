import FoundationEssentials
import SentryClient
import SentryProtocol
import Testing

@Suite struct DiskSpoolTests {
    private static func envelope(_ size: Int, _ category: SentryDataCategory = .error) -> PreparedEnvelope {
        let item = SentryEnvelopeItem(.event, payload: Array(repeating: 0x61, count: size))
        return PreparedEnvelope(SentryEnvelope(SentryEnvelopeHeader(), items: [item]), category: category, spanCount: 2)
    }

    @Test func `MUST 12: the spool is capped by number and bytes, the oldest goes first`() async throws {
        try await Clients.withDirectory { directory in
            var spool = try DiskSpool(directory: directory, limits: SentrySpoolLimits(envelopes: 3, bytes: 1_000))
            for index in 1...3 {
                let result = spool.add(Self.envelope(100), at: SentryTimestamp(seconds: Double(index)))
                #expect(result.stored != nil)
                #expect(result.evicted.isEmpty)
            }
            let oldest = try #require(spool.first { _ in true })
            #expect(spool.add(Self.envelope(100), at: SentryTimestamp(seconds: 4)).evicted == [oldest])
            #expect(spool.bytes(of: oldest) == nil)
            #expect(spool.add(Self.envelope(900), at: SentryTimestamp(seconds: 5)).evicted.count == 3)
            #expect(spool.count == 1)
            #expect(spool.add(Self.envelope(1_001), at: SentryTimestamp(seconds: 6)).stored == nil)
            #expect(spool.count == 1)
        }
    }

    @Test func `what a process has left is found by the next one, half-written files are not`() async throws {
        try await Clients.withDirectory { directory in
            let bytes = Self.envelope(10, .transaction).bytes
            do {
                var spool = try DiskSpool(directory: directory, limits: SentrySpoolLimits())
                _ = spool.add(Self.envelope(10, .transaction), at: SentryTimestamp(seconds: 2))
                _ = spool.add(Self.envelope(20), at: SentryTimestamp(seconds: 1))
                // Another process finds it locked.
                #expect(throws: (any Error).self) { try DiskSpool(directory: directory, limits: SentrySpoolLimits()) }
            }
            let hostile = [
                "x.envelope", "1-2-nothing-0.envelope", "1-2-error--1.envelope", "9-9-error-0.envelope.part",
            ]
            for name in hostile { try Data().write(to: URL(filePath: directory + "/spool/" + name)) }
            let spool = try DiskSpool(directory: directory, limits: SentrySpoolLimits())
            #expect(spool.count == 2)
            #expect(spool.first { _ in true }?.category == .error)
            let transaction = try #require(spool.first { $0.category == .transaction })
            #expect(transaction.spanCount == 2)
            #expect(spool.bytes(of: transaction) == bytes)
            let names = try FileManager.default.contentsOfDirectory(atPath: directory + "/spool")
            #expect(!names.contains { $0.hasSuffix(".part") })
        }
    }

    @Test func `sessions that there was no time for at the end are on disk for the next process`() async throws {
        try await Clients.withDirectory { directory in
            let hanging = ScriptedTransport(then: .hang)
            let first = try Clients.client(hanging) { $0.directory = directory }
            first.capture(Plain())
            #expect(await Clients.eventually { hanging.sent.count == 1 })
            first.recordSession(.exited)
            first.recordSession(.errored)
            // Long enough for the end to be in order on a slow machine; four fifths of it are waited for the receiver.
            await first.close(timeout: .seconds(5))
            let alive = ScriptedTransport()
            let second = try Clients.client(alive) { $0.directory = directory }
            #expect(
                await Clients.eventually {
                    alive.envelopes.flatMap { $0.items }.contains { $0.type == .sessions } && alive.events.count == 1
                })
            await second.close()
        }
    }

    @Test func `MUST 12: what a dead receiver was to get survives a restart and goes out with a fresh sent_at`()
        async throws
    {
        try await Clients.withDirectory { directory in
            let dead = ScriptedTransport(then: .unreachable)
            let first = try Clients.client(dead) { $0.directory = directory }
            let id = try #require(first.capture(Outer(detail: "kept", underlyingError: nil)))
            #expect(await !first.flush(timeout: .seconds(30)))
            #expect(first.statistics.spooled == 1)
            await first.close()
            let clock = TestClock()
            clock.advance(seconds: 86_400)
            let alive = ScriptedTransport()
            let second = try Clients.client(alive, clock: clock.clock) { $0.directory = directory }
            #expect(await Clients.eventually { alive.sent.count == 1 && second.statistics.spooled == 0 })
            #expect(alive.events.first?["event_id"]?.text == id.description)
            let sentAt = { (bytes: [UInt8]) in
                SentryValue(json: bytes.prefix { $0 != 0x0A })?["sent_at"]?.text
            }
            let then = try #require(dead.sent.first.flatMap(sentAt))
            let now = try #require(alive.sent.first.flatMap(sentAt))
            #expect(now.prefix(10) > then.prefix(10))
            await second.close()
            let third = ScriptedTransport()
            let last = try Clients.client(third) { $0.directory = directory }
            #expect(await last.flush(timeout: .seconds(30)))
            #expect(third.sent.isEmpty)
            await last.close()
        }
    }

    @Test func `an error is on disk before it is sent`() async throws {
        try await Clients.withDirectory { directory in
            let stuck = ScriptedTransport(then: .hangForever)
            let client = try Clients.client(stuck) { $0.directory = directory }
            client.capture(Plain())
            #expect(await Clients.eventually { stuck.sent.count == 1 })
            let names = try FileManager.default.contentsOfDirectory(atPath: directory + "/spool")
            #expect(names.filter { $0.hasSuffix(".envelope") }.count == 1)
            stuck.then(.status(200))
            stuck.letGo()
            #expect(await Clients.eventually { await client.flush(timeout: .seconds(10)) })
            await client.close()
        }
    }

    @Test func `what was not sent at the end is on disk, and what evicts is counted as cache_overflow`() async throws {
        try await Clients.withDirectory { directory in
            let dead = ScriptedTransport(then: .hang)
            let client = try Clients.client(dead) {
                $0.directory = directory
                $0.spool = SentrySpoolLimits(envelopes: 4, bytes: 1 << 20)
            }
            for _ in 0..<10 { client.capture(Plain()) }
            await client.close(timeout: .seconds(5))
            // On a busy machine the last of it may be written a little later.
            #expect(await Clients.eventually { client.statistics.discarded == [.init(.cacheOverflow, .error): 6] })
            let names = try FileManager.default.contentsOfDirectory(atPath: directory + "/spool")
            #expect(names.filter { $0.hasSuffix(".envelope") }.count == 4)
        }
    }

    @Test func `a durable capture says where the event is, also where the category is limited`() async throws {
        try await Clients.withDirectory { directory in
            let transport = ScriptedTransport([.status(200, limits: "600:error:x")])
            let client = try Clients.client(transport) { $0.directory = directory }
            client.capture(Plain())
            #expect(await client.flush(timeout: .seconds(30)))
            let event = SentryEvent(at: SentryTimestamp(seconds: 1), level: .fatal)
            #expect(await client.captureDurably(event) == .stored)
            #expect(client.statistics.spooled == 1)
            await client.close()
            let next = ScriptedTransport()
            let second = try Clients.client(next) { $0.directory = directory }
            #expect(await Clients.eventually { next.events.count == 1 })
            #expect(next.events.first?["event_id"]?.text == "\(event.id)")
            await second.close()
        }
        let transport = ScriptedTransport([.status(200), .status(500), .unreachable])
        let client = try Clients.client(transport) { $0.sampleRate = 0 }
        let event = SentryEvent(at: SentryTimestamp(seconds: 1))
        #expect(await client.captureDurably(event) == .delivered)
        #expect(await client.captureDurably(event) == .discarded(.sendError))
        #expect(await client.captureDurably(event) == .kept)
        await client.close(timeout: .milliseconds(500))
    }

    @Test func `a directory that cannot be used does no harm`() async throws {
        let transport = ScriptedTransport()
        let client = try Clients.client(transport) { $0.directory = "/dev/null/x" }
        client.capture(Plain())
        #expect(await client.flush(timeout: .seconds(30)))
        #expect(transport.events.count == 1)
        await client.close()
    }
}
