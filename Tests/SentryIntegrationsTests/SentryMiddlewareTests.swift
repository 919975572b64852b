import HTTPTypes
import Hummingbird
import HummingbirdTesting
import SentryClient
import SentryHummingbird
import SentryProtocol
import Testing

@Suite struct SentryMiddlewareTests {
    private struct Broken: Error {}

    private static func application(_ client: SentryClient) -> some ApplicationProtocol {
        let router = Router()
        router.addMiddleware { SentryMiddleware(client: client) }
        router.get("users/:id") { _, context -> String in
            client.addBreadcrumb(SentryBreadcrumb("looking for \(context.parameters.get("id") ?? "")"))
            throw Broken()
        }
        router.get("fine") { _, _ in "ok" }
        router.get("missing") { _, _ -> String in throw HTTPError(.notFound) }
        router.get("busy") { _, _ in Response(status: .serviceUnavailable) }
        return Application(router: router)
    }

    @Test func `an error is reported under its route, never the path, with the request filtered`() async throws {
        let transport = CapturingTransport()
        let client = try transport.client()
        let sentryTrace = try #require(HTTPField.Name("sentry-trace"))
        try await Self.application(client).test(.router) { test in
            let response = try await test.execute(
                uri: "/users/4711?token=abc&page=2", method: .get,
                headers: [
                    .authorization: "Bearer hunter2", .accept: "text/plain",
                    sentryTrace: "0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-1",
                ])
            #expect(response.status == .internalServerError)
        }
        #expect(await client.flush(timeout: .seconds(30)))
        let event = try #require(transport.payloads(.event).first)
        #expect(event["transaction"] == "GET /users/{id}")
        #expect(event["tags"]?["http.route"] == "/users/{id}")
        #expect(event["tags"]?["http.status_code"] == "500")
        #expect(event["request"]?["query_string"] == "token=[Filtered]&page=2")
        let headers = try #require(event["request"]?["headers"])
        #expect((headers["authorization"] ?? headers["Authorization"]) == "[Filtered]")
        #expect(event["request"]?["method"] == "GET")
        #expect(event["exception"]?.values.last?["type"] == "Broken")
        #expect(event["exception"]?.values.last?["mechanism"]?["handled"] == false)
        #expect(event["breadcrumbs"]?.values.last?["message"] == "looking for 4711")
        #expect(event["contexts"]?["trace"]?["trace_id"] == "0af7651916cd43dd8448eb211c80319c")
        #expect(event["contexts"]?["trace"]?["parent_span_id"] == "b7ad6b7169203331")
        #expect(!String(decoding: event.json, as: UTF8.self).contains("hunter2"))
        await client.close()
    }

    @Test func `a 5xx that was returned is reported by route and status, a 4xx and success are not`() async throws {
        let transport = CapturingTransport()
        let client = try transport.client()
        try await Self.application(client).test(.router) { test in
            for path in ["/fine", "/missing", "/busy", "/nowhere/at/all"] {
                _ = try await test.execute(uri: path, method: .get)
            }
        }
        #expect(await client.flush(timeout: .seconds(30)))
        let events = transport.payloads(.event)
        #expect(events.map { $0["logentry"]?["formatted"]?.text } == ["GET /busy was answered with 503"])
        #expect(events.first?["fingerprint"] == ["http.status", "GET /busy", "503"])
        let aggregates = transport.payloads(.sessions).flatMap { $0["aggregates"]?.values ?? [] }
        let sum = { (outcome: String) in
            aggregates.reduce(Int64(0)) { sum, each in
                if case .integer(let count)? = each[outcome] { return sum + count }
                return sum
            }
        }
        #expect(sum("exited") == 3)
        #expect(sum("errored") == 1)
        await client.close()
    }

    @Test func `a client that is off changes nothing`() async throws {
        try await Self.application(.off).test(.router) { test in
            let fine = try await test.execute(uri: "/fine", method: .get)
            let broken = try await test.execute(uri: "/users/1", method: .get)
            #expect(fine.status == .ok)
            #expect(broken.status == .internalServerError)
        }
    }
}
