import Logging
import SentryClient
import SentryLogging
import SentryProtocol
import Testing

@Suite struct SentryLogHandlerTests {
    private struct Broken: Error {}

    private static func logger(_ client: SentryClient) -> Logger {
        Logger(label: "app.db") { SentryLogHandler(label: $0, client: client, metadataProvider: nil) }
    }

    @Test func `errors become events with what was logged before as breadcrumbs, below info nothing`() async throws {
        let transport = CapturingTransport()
        let client = try transport.client()
        var logger = Self.logger(client)
        logger.logLevel = .trace
        logger[metadataKey: "shard"] = "3"
        SentryScope.with { _ in
            logger.debug("not kept")
            logger.info("connected", metadata: ["host": "a"])
            logger.warning("slow")
            logger.error("query failed", metadata: ["table": "calls", "list": ["a", "b"], "nested": ["x": "y"]])
            logger.critical("gone")
        }
        #expect(await client.flush(timeout: .seconds(30)))
        let events = transport.payloads(.event)
        #expect(events.map { $0["logentry"]?["formatted"]?.text } == ["query failed", "gone"])
        #expect(events.map { $0["level"]?.text } == ["error", "fatal"])
        let event = try #require(events.first)
        #expect(event["tags"]?["logger"] == "app.db")
        #expect(event["extra"]?["shard"] == "3")
        #expect(event["extra"]?["table"] == "calls")
        #expect(event["extra"]?["list"] == ["a", "b"])
        #expect(event["extra"]?["nested"] == ["x": "y"])
        #expect(event["extra"]?["source"]?.text?.contains("SentryLogHandlerTests.swift:") == true)
        #expect(event["fingerprint"] == ["app.db", "query failed"])
        let crumbs = try #require(event["breadcrumbs"]).values
        #expect(crumbs.map { $0["message"]?.text } == ["connected", "slow"])
        try #require(crumbs.count == 2)
        #expect(crumbs[0]["category"] == "app.db")
        #expect(crumbs[0]["data"]?["host"] == "a")
        #expect(crumbs[1]["level"] == "warning")
        await client.close()
    }

    @Test func `an error that is logged is the event's exception`() async throws {
        let transport = CapturingTransport()
        let client = try transport.client()
        Self.logger(client).error("query failed", error: Broken())
        #expect(await client.flush(timeout: .seconds(30)))
        let exception = try #require(transport.payloads(.event).first?["exception"]?.values.first)
        #expect(exception["type"] == "Broken")
        #expect(exception["mechanism"]?["type"] == "logging")
        #expect(exception["mechanism"]?["data"]?["message"] == "query failed")
        await client.close()
    }

    @Test func `what is logged while an event is made is not captured itself`() async throws {
        let transport = CapturingTransport()
        let holder = ClientHolder()
        let client = try transport.client {
            $0.beforeSend = { event, _ in
                holder.log("logged by before_send")
                return event
            }
        }
        holder.set(Self.logger(client))
        client.capture(message: "first")
        #expect(await client.flush(timeout: .seconds(30)))
        #expect(await client.flush(timeout: .seconds(30)))
        #expect(transport.payloads(.event).count == 1)
        #expect(holder.count == 1)
        await client.close()
    }

    @Test func `a handler is a value, and off with its client`() {
        var one = SentryLogHandler(label: "x", client: .off, metadataProvider: nil)
        var other = one
        one[metadataKey: "a"] = "1"
        other.logLevel = .critical
        #expect(other[metadataKey: "a"] == nil)
        #expect(one.logLevel == .info)
        Logger(label: "x") { _ in one }.error("goes nowhere")
    }
}
