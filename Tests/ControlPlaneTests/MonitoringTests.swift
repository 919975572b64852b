import ControlPlane
import HTTPTypes
import SentryProtocol
import Testing

@Suite struct MonitoringTests {
    private static let own = "https://abc@o1.ingest.sentry.example/42"
    /// As official browser SDKs send them: the DSN in the header, text/plain.
    private static func envelope(_ dsn: String) -> String {
        """
        {"event_id":"9ec79c33ec9942ab8353589fcb2e04dc","sent_at":"2026-11-25T22:00:00.000Z","sdk":{"name":\
        "sentry.javascript.browser","version":"10.49.0"},"dsn":"\(dsn)","trace":{"environment":"production","public_key":\
        "abc","trace_id":"d49d9bf66f13450b81f65bc51cf49c03"}}
        {"type":"event"}
        {"message":"ü","event_id":"9ec79c33ec9942ab8353589fcb2e04dc","platform":"javascript"}
        """
    }

    private let forwarding = RecordedForwarding()

    private func plane(
        _ forwarding: RecordedForwarding? = nil, origins: Set<String> = [], size: Int = 2_000, rate: Int = 100,
        token: String? = nil
    ) throws -> ControlPlane {
        controlPlane(
            FakeLedger(), token: token,
            tunnel: ErrorTunnel(
                projects: [try SentryDSN(Self.own), try SentryDSN("http://def@sentry.example:9000/path/7")],
                origins: origins, maximumBytes: size, envelopesAMinute: rate,
                forwarding: forwarding ?? self.forwarding))
    }

    private static let text: HTTPFields = [.contentType: "text/plain;charset=UTF-8"]

    @Test(arguments: [nil, "text/plain;charset=UTF-8", "application/x-sentry-envelope"])
    func `an official SDK's envelope is passed on as it came, to the configured address`(type: String?) async throws {
        let headers: HTTPFields = type.map { [.contentType: $0] } ?? [:]
        let answer = try await plane().ask(
            "/monitoring", method: .post, headers, body: Self.envelope(Self.own))
        #expect(answer.status == 200)
        #expect(forwarding.envelopes == [Self.envelope(Self.own)])
        #expect(forwarding.urls == ["https://o1.ingest.sentry.example/api/42/envelope/"])
    }

    @Test func `it is open where all else wants the token`() async throws {
        let plane = try plane(token: "correct-horse-battery-staple")
        let dsn = "http://def@sentry.example:9000/path/7"
        #expect(try await plane.ask("/monitoring", method: .post, body: Self.envelope(dsn)).status == 200)
        #expect(forwarding.urls == ["http://sentry.example:9000/path/api/7/envelope/"])
        #expect(try await plane.ask("/api/v1/admin/alerts").status == 401)
    }

    @Test(arguments: [
        "https://abc@evil.example/42", "https://abc@o1.ingest.sentry.example/43",
        "https://xyz@o1.ingest.sentry.example/42",
        "https://abc@o1.ingest.sentry.example:444/42", "https://abc@o1.ingest.sentry.example/x/42",
        "https://abc@o1.ingest.sentry.example@evil.example/42", "https://abc@evil.example/?o1.ingest.sentry.example/42",
        "http://169.254.169.254/42", "file:///etc/passwd", "", "42",
    ])
    func `it is no open proxy: any other DSN is refused unseen`(dsn: String) async throws {
        let answer = try await plane().ask("/monitoring", method: .post, Self.text, body: Self.envelope(dsn))
        #expect(answer.status == 403)
        #expect(try answer.errorCode == "dsn_not_allowed")
        #expect(forwarding.envelopes.isEmpty)
    }

    @Test(arguments: [
        ("{}\n{\"type\":\"event\"}\n{}", 403), ("{\"dsn\":7}\n", 403), ("", 400), ("not json\n{}", 400), ("[1]\n", 400),
        ("{\"dsn\":\"https://abc@o1.ingest.sentry.example/42\"", 400), (String(repeating: "x", count: 2_001), 413),
    ])
    func `what is no envelope, or names nobody, goes nowhere`(body: String, status: Int) async throws {
        let answer = try await plane().ask("/monitoring", method: .post, Self.text, body: body)
        #expect(answer.status == status)
        #expect(forwarding.envelopes.isEmpty)
    }

    @Test(arguments: [
        [HTTPField(name: .contentType, value: "application/json")],
        [HTTPField(name: .contentType, value: "multipart/form-data; boundary=x")],
        [HTTPField(name: .contentEncoding, value: "gzip")],
    ])
    func `other types and compressed bodies are refused`(fields: [HTTPField]) async throws {
        let answer = try await plane().ask(
            "/monitoring", method: .post, HTTPFields(fields), body: Self.envelope(Self.own))
        #expect(answer.status == 415)
        #expect(forwarding.envelopes.isEmpty)
    }

    @Test func `beyond the rate pages are told to wait, and nothing goes on`() async throws {
        let plane = try plane(rate: 2)
        let statuses = try await plane.askMany(3, "/monitoring", body: Self.envelope(Self.own))
        #expect(statuses.map(\.status) == [200, 200, 429])
        let limited = try #require(statuses.last)
        #expect(limited.headers[.retryAfter].flatMap { Int($0) } ?? 0 > 0)
        #expect(limited.header("X-Sentry-Rate-Limits")?.hasSuffix("::organization") == true)
    }

    @Test func `the receiver's limits come back, its words do not`() async throws {
        let limited = RecordedForwarding(
            ForwardedAnswer(status: 429, rateLimits: "60:error:organization", retryAfter: "60"))
        let answer = try await plane(limited).ask("/monitoring", method: .post, body: Self.envelope(Self.own))
        #expect(answer.status == 429 && answer.header("X-Sentry-Rate-Limits") == "60:error:organization")
        #expect(answer.headers[.retryAfter] == "60" && answer.body == "{}")
        let away = try await plane(RecordedForwarding(nil)).ask(
            "/monitoring", method: .post, body: Self.envelope(Self.own))
        #expect(away.status == 502)
    }

    @Test func `pages of the configured origins may, and may read the answer`() async throws {
        let plane = try plane(origins: ["https://shop.example"])
        let headers: HTTPFields = [.contentType: "text/plain", .origin: "https://shop.example"]
        let answer = try await plane.ask("/monitoring", method: .post, headers, body: Self.envelope(Self.own))
        #expect(answer.status == 200)
        #expect(answer.headers[.accessControlAllowOrigin] == "https://shop.example")
        #expect(answer.headers[.accessControlExposeHeaders] == "X-Sentry-Rate-Limits, Retry-After")
        #expect(answer.headers[.vary] == "Origin" && answer.header("Cross-Origin-Resource-Policy") == "cross-origin")
        let refused = try await plane.ask("/monitoring", method: .post, headers, body: "{}\n")
        #expect(refused.status == 403 && refused.headers[.accessControlAllowOrigin] == "https://shop.example")
        let preflight = try await plane.ask(
            "/monitoring", method: .options,
            [.origin: "https://shop.example", .accessControlRequestMethod: "POST"])
        #expect(preflight.status == 204 && preflight.headers[.accessControlAllowMethods] == "POST")
        #expect(preflight.headers[.accessControlAllowOrigin] == "https://shop.example")
    }

    @Test(arguments: ["https://evil.example", "null", "https://shop.example.evil.example", "http://shop.example"])
    func `pages of other origins may not`(origin: String) async throws {
        let plane = try plane(origins: ["https://shop.example"])
        for method in [HTTPRequest.Method.post, .options] {
            let answer = try await plane.ask(
                "/monitoring", method: method, [.contentType: "text/plain", .origin: origin],
                body: Self.envelope(Self.own))
            #expect(answer.status == 403 && answer.headers[.accessControlAllowOrigin] == nil)
        }
        #expect(forwarding.envelopes.isEmpty)
    }

    @Test func `the script comes with what it needs to know, for pages of any host`() async throws {
        let answer = try await plane(token: "correct-horse-battery-staple").ask("/tollgate-browser.js")
        #expect(answer.status == 200 && answer.headers[.contentType] == "text/javascript; charset=utf-8")
        #expect(answer.header("Cross-Origin-Resource-Policy") == "cross-origin")
        let first = try #require(answer.body.split(separator: "\n").first)
        #expect(
            first == #"window.TOLLGATE_BROWSER = {"dsn":"\#(Self.own)","environment":"production"};"#)
        #expect(answer.body.contains("unhandledrejection"))
        let off = try await controlPlane(FakeLedger()).ask("/tollgate-browser.js")
        #expect(off.body.hasPrefix("window.TOLLGATE_BROWSER = {};\n"))
    }

    @Test func `without a tunnel there is nothing`() async throws {
        let plane = controlPlane(FakeLedger())
        #expect(try await plane.ask("/monitoring", method: .post, body: Self.envelope(Self.own)).status == 404)
        #expect(try await plane.ask("/monitoring", method: .options).status == 404)
        #expect(try await plane.ask("/monitoring").status == 405)
    }
}
