import SentryClient
import SentryProtocol
import Testing

@Suite struct SentryJobTests {
    private static let job = SentryJob("emails.send", queue: "mail", id: "msg-4711", retries: 2)

    @Test func `a job that fails is an event under its name, in the trace of its message`() async throws {
        let transport = ScriptedTransport()
        let client = try Clients.client(transport)
        let published = SentryScope.with { _ in client.traceHeaders(baggage: "a=b") }
        let headers = Dictionary(uniqueKeysWithValues: published.map { ($0.name, $0.value) })
        var job = Self.job
        job.details["attempted"] = true
        await #expect(throws: Outer.self) {
            try await client.withJob(job, headers: headers) { scope in
                client.addBreadcrumb(SentryBreadcrumb("connecting"))
                scope.update { $0.user = SentryUser(id: "7") }
                async let child: Void = { throw Outer(detail: "no", underlyingError: Plain()) }()
                try await child
            }
        }
        #expect(await client.flush(timeout: .seconds(30)))
        let event = try #require(transport.events.first)
        #expect(transport.events.count == 1)
        #expect(event["transaction"] == "emails.send")
        #expect(event["tags"]?["job"] == "emails.send" && event["tags"]?["queue"] == "mail")
        #expect(
            event["contexts"]?["job"]
                == ["name": "emails.send", "queue": "mail", "id": "msg-4711", "retries": 2, "attempted": true])
        #expect(event["user"]?["id"] == "7")
        #expect(event["breadcrumbs"]?["values"] != nil)
        guard case .array(let exceptions)? = event["exception"]?["values"] else {
            Issue.record("no exceptions")
            return
        }
        #expect(exceptions.map { $0["type"]?.text } == ["Plain", "Outer"])
        #expect(exceptions.last?["mechanism"]?["type"] == "job" && exceptions.last?["mechanism"]?["handled"] == false)
        let trace = try #require(headers["sentry-trace"]?.split(separator: "-").map(String.init))
        #expect(event["contexts"]?["trace"]?["trace_id"]?.text == trace[0])
        #expect(event["contexts"]?["trace"]?["parent_span_id"]?.text == trace[1])
        await client.close()
    }

    @Test func `tries that will be repeated, cancellation and success are no events; all are sessions`() async throws {
        let transport = ScriptedTransport()
        let client = try Clients.client(transport)
        await client.withJob(Self.job) { _ in }
        await #expect(throws: Plain.self) {
            try await client.withJob(Self.job, willRetry: { $0 is Plain }) { _ in throw Plain() }
        }
        await #expect(throws: CancellationError.self) {
            try await client.withJob(Self.job) { _ in throw CancellationError() }
        }
        await #expect(throws: Plain.self) { try await client.withJob(Self.job) { _ in throw Plain() } }
        #expect(await client.flush(timeout: .seconds(30)))
        #expect(transport.events.count == 1)
        var sums: [String: Int64] = [:]
        for item in transport.envelopes.flatMap({ $0.items }) where item.type == .sessions {
            guard case .array(let aggregates)? = SentryValue(json: item.payload)?["aggregates"] else { continue }
            for aggregate in aggregates {
                for outcome in ["exited", "errored", "abnormal", "crashed"] {
                    if case .integer(let count)? = aggregate[outcome] { sums[outcome, default: 0] += count }
                }
            }
        }
        #expect(sums == ["exited": 2, "errored": 1, "abnormal": 1])
        await client.close()
    }

    @Test(
        "what a message names as its trace, whatever it is, does no harm",
        arguments: [
            "", "x", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", String(repeating: "-", count: 9_999),
        ])
    func hostile(_ text: String) async throws {
        let transport = ScriptedTransport()
        let client = try Clients.client(transport)
        await #expect(throws: Plain.self) {
            try await client.withJob(Self.job, headers: ["sentry-trace": text, "baggage": text]) { _ in throw Plain() }
        }
        #expect(await client.flush(timeout: .seconds(30)))
        #expect(transport.events.first?["contexts"]?["trace"]?["trace_id"]?.text?.count == 32)
        await client.close()
    }

    @Test func `a client that is off runs the job and no more`() async throws {
        #expect(await SentryClient.off.withJob(Self.job) { _ in 7 } == 7)
        await #expect(throws: Plain.self) { try await SentryClient.off.withJob(Self.job) { _ in throw Plain() } }
    }
}
