import Foundation
import SentryClient
import SentryProtocol
import StackTraces
import Testing

@Suite struct SentryCaptureTests {
    private static func exceptions(_ event: SentryValue) -> [SentryValue] {
        guard case .array(let values)? = event["exception"]?["values"] else { return [] }
        return values
    }

    @Test func `an error arrives with release, environment, trace, contexts and the stack of its capture`() async throws
    {
        let transport = ScriptedTransport()
        let client = try Clients.client(transport) {
            $0.looksUpSymbols = true
            $0.lookUpTimeout = .seconds(300)
        }
        let id = try #require(client.capture(Outer(detail: "Grüße\n🦊", underlyingError: nil)))
        // The debug information of all tests is read for it.
        #expect(await client.flush(timeout: .seconds(300)))
        let event = try #require(transport.events.first)
        #expect(event["event_id"]?.text == id.description)
        #expect(event["release"] == "app@1.2.3")
        #expect(event["environment"] == "test")
        #expect(event["level"] == "error")
        #expect(event["platform"] == "native")
        for name in ["os", "runtime", "device", "app", "culture", "trace"] {
            #expect(event["contexts"]?[name] != nil, "\(name)")
        }
        let exception = try #require(Self.exceptions(event).first)
        #expect(exception["type"] == "Outer")
        #expect(exception["module"] == "SentryClientTests")
        #expect(exception["value"]?.text?.contains("Grüße") == true)
        #expect(exception["mechanism"] == ["type": "generic", "handled": true])
        guard case .array(let frames)? = exception["stacktrace"]?["frames"] else {
            Issue.record("no frames")
            return
        }
        // MUST 4: the newest frame is the last.
        let last = try #require(frames.last)
        #expect(
            last["function"]?.text?.contains("release, environment") == true || last["module"] == "SentryClientTests")
        #expect(frames.contains { $0["filename"]?.text?.hasSuffix("SentryCaptureTests.swift") == true })
        #expect(!frames.contains { $0["module"] == "SentryClient" || $0["module"] == "StackTraces" })
        let envelope = try #require(transport.envelopes.first)
        #expect(envelope.header.eventID == id)
        #expect(envelope.header.trace?.fields["public_key"] == "public")
        #expect(envelope.header.trace?.fields["trace_id"] == event["contexts"]?["trace"]?["trace_id"]?.text)
        await client.close()
    }

    @Test(
        "MUST 5: causes are chained, the first of all first",
        arguments: [
            (
                Outer(detail: "a", underlyingError: Outer(detail: "b", underlyingError: Plain())) as any Error,
                [
                    "Plain", "Outer", "Outer",
                ]
            ),
            (Layered.failed(reason: "r", cause: Layered.wrapped(Plain())), ["Plain", "Layered", "Layered"]),
            (Layered.plain, ["Layered"]), (Outer(detail: "c", underlyingError: nil), ["Outer"]),
        ])
    func chain(_ error: any Error, _ types: [String]) async throws {
        let transport = ScriptedTransport()
        let client = try Clients.client(transport)
        client.capture(error, mechanism: SentryMechanism("hummingbird", isHandled: false))
        #expect(await client.flush(timeout: .seconds(30)))
        let exceptions = Self.exceptions(try #require(transport.events.first))
        #expect(exceptions.map { $0["type"]?.text } == types)
        #expect(exceptions.last?["mechanism"]?["type"] == "hummingbird")
        #expect(exceptions.last?["mechanism"]?["handled"] == false)
        if types.count > 1 {
            #expect(
                exceptions.map { $0["mechanism"]?["exception_id"] }
                    == types.indices.reversed().map { .integer(Int64($0)) })
            #expect(exceptions.first?["mechanism"]?["parent_id"] == .integer(Int64(types.count - 2)))
            #expect(exceptions.first?["mechanism"]?["type"] == "chained")
            #expect(exceptions.last?["mechanism"]?["parent_id"] == nil)
        }
        await client.close()
    }

    private final class Loop: Error, SentryCausedError { var sentryCause: (any Error)? { self } }

    private struct Endless: Error, SentryCausedError {
        var number = 0
        var sentryCause: (any Error)? { Endless(number: number + 1) }
    }

    @Test(
        "a chain without an end is cut, and an error that is its own cause is told once",
        arguments: [(Endless() as any Error, 10), (Loop(), 1)])
    func endless(_ error: any Error, _ count: Int) async throws {
        let transport = ScriptedTransport()
        let client = try Clients.client(transport)
        client.capture(error)
        #expect(await client.flush(timeout: .seconds(30)))
        #expect(Self.exceptions(try #require(transport.events.first)).count == count)
        await client.close()
    }

    private struct Described: LocalizedError { var errorDescription: String? { "the disk is full" } }

    private struct Custom: CustomNSError {
        var errorUserInfo: [String: Any] { [NSUnderlyingErrorKey: Described()] }
    }

    @Test(
        "Foundation's errors say what they mean, and their causes are chained",
        arguments: [
            (Described() as any Error, ["Described: the disk is full"]),
            (
                NSError(domain: "app.store", code: 5, userInfo: [NSUnderlyingErrorKey: Described()]),
                ["Described: the disk is full", "app.store: "]
            ),
            (Custom(), ["Described: the disk is full", "Custom: "]),
            (
                DecodingError.dataCorrupted(
                    .init(codingPath: [], debugDescription: "no", underlyingError: Described())),
                ["Described: the disk is full", "DecodingError: "]
            ),
        ])
    func foundation(_ error: any Error, _ expected: [String]) async throws {
        let transport = ScriptedTransport()
        let client = try Clients.client(transport)
        client.capture(error)
        #expect(await client.flush(timeout: .seconds(30)))
        let titles = Self.exceptions(try #require(transport.events.first)).map {
            "\($0["type"]?.text ?? ""): \($0["value"]?.text ?? "")"
        }
        #expect(titles.count == expected.count)
        for (title, beginning) in zip(titles, expected) { #expect(title.hasPrefix(beginning), "\(title)") }
        await client.close()
    }

    @Test func `scopes follow tasks: what is set inside holds for child tasks and not outside`() async throws {
        let transport = ScriptedTransport()
        let client = try Clients.client(transport)
        await SentryScope.with { scope in
            scope.update {
                $0.user = SentryUser(id: "7")
                $0.tags["outer"] = "1"
                $0.transaction = "GET /x/{id}"
            }
            client.addBreadcrumb(SentryBreadcrumb("before", category: "test"))
            await withTaskGroup(of: Void.self) { group in
                group.addTask {
                    SentryScope.with { inner in
                        inner.update { $0.tags["inner"] = "2" }
                        client.capture(message: "inside")
                    }
                    client.capture(message: "between")
                }
            }
        }
        client.capture(message: "outside")
        #expect(await client.flush(timeout: .seconds(30)))
        let events = Dictionary(
            uniqueKeysWithValues: transport.events.map { ($0["logentry"]?["formatted"]?.text ?? "", $0) })
        let inside = try #require(events["inside"])
        #expect(inside["tags"] == ["outer": "1", "inner": "2"])
        #expect(inside["user"] == ["id": "7"])
        #expect(inside["transaction"] == "GET /x/{id}")
        #expect(inside["level"] == "info")
        guard case .array(let crumbs)? = inside["breadcrumbs"]?["values"] else {
            Issue.record("no breadcrumbs")
            return
        }
        #expect(crumbs.count == 1)
        #expect(crumbs.first?["message"] == "before")
        #expect(crumbs.first?["timestamp"] != nil)
        #expect(events["between"]?["tags"] == ["outer": "1"])
        #expect(events["outside"]?["user"] == nil)
        // One trace within the scope, another one outside.
        let trace = { (name: String) in events[name]?["contexts"]?["trace"]?["trace_id"]?.text }
        #expect(trace("inside") == trace("between"))
        #expect(trace("inside") != trace("outside"))
        await client.close()
    }

    @Test func `the last 100 breadcrumbs are kept, in their order`() async throws {
        let transport = ScriptedTransport()
        let client = try Clients.client(transport) { $0.beforeBreadcrumb = { $0.message == "secret" ? nil : $0 } }
        SentryScope.with { _ in
            for index in 0..<350 { client.addBreadcrumb(SentryBreadcrumb("\(index)")) }
            client.addBreadcrumb(SentryBreadcrumb("secret"))
            client.capture(message: "x")
        }
        #expect(await client.flush(timeout: .seconds(30)))
        guard case .array(let crumbs)? = transport.events.first?["breadcrumbs"]?["values"] else {
            Issue.record("no breadcrumbs")
            return
        }
        #expect(crumbs.map { $0["message"]?.text } == (250..<350).map { "\($0)" })
        await client.close()
    }

    @Test func `MUST 14: every event has a trace context, the tracer's where there is one`() async throws {
        let transport = ScriptedTransport()
        let trace = SentryTraceContext(parentSpanID: SentrySpanID(5))
        let client = try Clients.client(transport) { $0.activeTrace = { SentryActiveTrace(trace) } }
        client.capture(Plain())
        client.capture(message: "x")
        client.capture(SentryEvent(at: SentryTimestamp(seconds: 1)))
        #expect(await client.flush(timeout: .seconds(30)))
        #expect(transport.events.count == 3)
        for event in transport.events {
            #expect(event["contexts"]?["trace"]?["trace_id"]?.text == "\(trace.traceID)")
            #expect(event["contexts"]?["trace"]?["span_id"]?.text == "\(trace.spanID)")
        }
        await client.close()
    }

    @Test func `MUST 13: a trace that came in goes on with its context as it came, also in the envelope`() async throws
    {
        let transport = ScriptedTransport()
        let client = try Clients.client(transport)
        let baggage = "a=1,sentry-trace_id=0af7651916cd43dd8448eb211c80319c,sentry-public_key=other,sentry-new=%20x"
        SentryScope.with { scope in
            scope.continueTrace(
                sentryTrace: "0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-1", baggage: baggage)
            client.capture(Plain())
            let headers = Dictionary(uniqueKeysWithValues: client.traceHeaders(baggage: "a=1"))
            #expect(headers["sentry-trace"]?.hasPrefix("0af7651916cd43dd8448eb211c80319c-") == true)
            #expect(
                headers["baggage"]
                    == "a=1,sentry-new=%20x,sentry-public_key=other,sentry-trace_id=0af7651916cd43dd8448eb211c80319c")
            scope.continueTrace(sentryTrace: "0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331", baggage: nil)
            #expect(Dictionary(uniqueKeysWithValues: client.traceHeaders(baggage: "b=2"))["baggage"] == "b=2")
            scope.continueTrace(sentryTrace: "broken", baggage: baggage)
            let own = Dictionary(uniqueKeysWithValues: client.traceHeaders())
            #expect(own["baggage"]?.contains("sentry-public_key=public") == true)
            #expect(own["sentry-trace"]?.hasPrefix("0af7") == false)
        }
        #expect(await client.flush(timeout: .seconds(30)))
        let envelope = try #require(transport.envelopes.first)
        #expect(
            envelope.header.trace?.fields == [
                "trace_id": "0af7651916cd43dd8448eb211c80319c", "public_key": "other", "new": " x",
            ])
        #expect(transport.events.first?["contexts"]?["trace"]?["parent_span_id"] == "b7ad6b7169203331")
        await client.close()
    }

    @Test func `MUST 10: before_send nil drops and reports; what it returns is sent`() async throws {
        let transport = ScriptedTransport()
        let client = try Clients.client(transport) {
            $0.processors = [
                { event, _ in event.message?.formatted == "processed" ? nil : event },
                { event, hint in
                    var event = event
                    event.tags["hint"] = hint.error.map { String(describing: type(of: $0)) }
                    return event
                },
            ]
            $0.beforeSend = { event, _ in event.message?.formatted == "dropped" ? nil : event }
        }
        client.capture(message: "dropped")
        client.capture(message: "processed")
        client.capture(Plain())
        client.capture(CancellationError())
        #expect(await client.flush(timeout: .seconds(30)))
        #expect(transport.events.count == 1)
        #expect(transport.events.first?["tags"] == ["hint": "Plain"])
        #expect(transport.reports == ["before_send/error": 1, "event_processor/error": 2])
        #expect(client.statistics.discarded[.init(.beforeSend, .error)] == 1)
        await client.close()
    }

    @Test func `MUST 11: a request's sensitive fields are filtered, what the application set is not`() async throws {
        let transport = ScriptedTransport()
        let client = try Clients.client(transport) { $0.filteredTerms = ["pin"] }
        client.capture(message: "x") { scope in
            scope.request = SentryRequest(method: "GET", url: "https://h/a?token=1")
            scope.request?.headers = ["Authorization": "Bearer s", "X-Pin": "1", "Accept": "y"]
            scope.user = SentryUser(id: "token", email: "secret@example.org", ipAddress: "203.0.113.9")
            scope.extra["password"] = "kept: set by hand"
        }
        #expect(await client.flush(timeout: .seconds(30)))
        let event = try #require(transport.events.first)
        #expect(event["request"]?["headers"] == ["Authorization": "[Filtered]", "X-Pin": "[Filtered]", "Accept": "y"])
        #expect(event["request"]?["url"] == "https://h/a?token=[Filtered]")
        #expect(event["user"] == ["id": "token", "email": "secret@example.org", "ip_address": "203.0.113.9"])
        #expect(event["extra"]?["password"] == "kept: set by hand")
        await client.close()
    }

    @Test func `the sample rate holds back and reports, 0 sends nothing`() async throws {
        let transport = ScriptedTransport()
        let client = try Clients.client(transport) { $0.sampleRate = 0 }
        for _ in 0..<10 { #expect(client.capture(Plain()) == nil) }
        #expect(await client.flush(timeout: .seconds(30)))
        #expect(transport.events.isEmpty)
        #expect(transport.reports == ["sample_rate/error": 10])
        await client.close()
    }
}
