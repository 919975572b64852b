import ControlPlane
import Foundation
import HTTPTypes
import Testing

@Suite struct GuardTests {
    private let token = "correct-horse-battery-staple"
    private var plane: ControlPlane { controlPlane(FakeLedger([record(1)]), token: token) }

    @Test(arguments: [
        "/api/v1/admin/llm-costs", "/api/v1/admin/requests", "/api/v1/admin/requests/req_000000000ygj1",
        "/api/v1/openapi.json", "/nothing", "//api/v1/admin/llm-costs", "/api//v1/admin/requests/", "/metrics/x",
        "/api/v1/admin/../admin/llm-costs", "/%61pi/v1/admin/llm-costs",
    ])
    func `without the token nothing is told, however the path is spelled`(path: String) async throws {
        for method in [HTTPRequest.Method.get, .post, .delete] {
            let answer = try await plane.ask(path, method: method)
            #expect(answer.status == 401)
            #expect(try answer.errorCode == "unauthorized")
            #expect(answer.header("WWW-Authenticate") != nil)
            #expect(!answer.body.contains("alice"))
        }
    }

    @Test(arguments: ["/healthz", "/readyz", "/metrics", "/", "/dashboard/app.js", "/api/v1/session"])
    func `probes and scrapers need no token`(path: String) async throws {
        #expect(try await plane.ask(path).status == 200)
    }

    @Test(arguments: [
        ("Bearer correct-horse-battery-staple", 200), ("bearer   correct-horse-battery-staple", 200),
        ("Bearer correct-horse-battery-stapl", 401), ("Bearer correct-horse-battery-staplE", 401),
        ("Bearer correct-horse-battery-staplecorrect-horse-battery-staple", 401), ("Bearer ", 401), ("Bearer", 401),
        ("", 401), ("correct-horse-battery-staple", 401), ("Digest correct-horse-battery-staple", 401),
        ("Basic !!!!", 401), ("Basic YWJj", 401), ("Basic Og==", 401), ("Basic YWJj=", 401),
    ])
    func `the whole token and nothing else opens`(authorization: String, status: Int) async throws {
        let answer = try await plane.ask("/api/v1/admin/llm-costs", [.authorization: authorization])
        #expect(answer.status == status)
    }

    @Test(arguments: ["", "admin", "ä:b".replacing(":", with: "")])
    func `a browser sends the token as a password, for reading only`(user: String) async throws {
        let credentials = "Basic " + Data("\(user):\(token)".utf8).base64EncodedString()
        #expect(try await plane.ask("/api/v1/admin/llm-costs", [.authorization: credentials]).status == 200)
        #expect(try await plane.ask("/api/v1/admin/requests", [.authorization: credentials]).status == 200)
        let write = try await plane.ask("/api/v1/admin/requests", method: .post, [.authorization: credentials])
        #expect(write.status == 401)
    }

    @Test func `no way of printing the control plane shows the token`() {
        var dumped = ""
        dump(plane, to: &dumped)
        for text in ["\(plane)", String(reflecting: plane), dumped] { #expect(!text.contains(token)) }
        #expect("\(plane)".contains("adminToken: Optional(<redacted>)"))
    }

    @Test func `the challenge suits who asks`() async throws {
        let page = try await plane.ask("/api/v1/admin/requests", [.accept: "text/html,*/*"])
        #expect(page.header("WWW-Authenticate")?.hasPrefix("Basic realm=") == true)
        let api = try await plane.ask("/api/v1/admin/requests")
        #expect(api.header("WWW-Authenticate")?.hasPrefix("Bearer realm=") == true)
    }

    @Test(arguments: [
        ("localhost:4001", true), ("127.0.0.1", true), ("[::1]:4001", true), ("app.localhost", true),
        ("10.0.0.7:4001", true), ("LOCALHOST", true), ("gateway.internal:4001", true), ("evil.example", false),
        ("127.0.0.1.evil.example", false), ("localhost.evil.example:4001", false), ("1.2.3", false),
        ("1.2.3.256", false),
    ])
    func `an open control plane answers under names that cannot be rebound only`(host: String, isTrusted: Bool) {
        #expect(HostGuard(configured: "Gateway.internal").isTrusted(host) == isTrusted)
    }
}
