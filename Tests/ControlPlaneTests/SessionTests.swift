import ControlPlane
import HTTPTypes
import Testing

@Suite struct SessionTests {
    private let token = "correct-horse-battery-staple"
    private let json: HTTPFields = [.contentType: "application/json"]
    private let page = HTTPField.Name("X-Tollgate-Dashboard")

    /// The cookie of a browser that has logged in.
    private func login(_ plane: ControlPlane) async throws -> String {
        let answer = try await plane.ask(
            "/api/v1/session", method: .post, json, body: #"{"token":"\#(token)"}"#)
        #expect(answer.status == 204)
        let field = try #require(answer.header("Set-Cookie"))
        for part in ["HttpOnly", "SameSite=Strict", "Path=/", "Max-Age=43200"] { #expect(field.contains(part)) }
        return String(field.prefix { $0 != ";" })
    }

    @Test func `the token opens a session, and its end closes it`() async throws {
        let plane = controlPlane(FakeLedger(), token: token)
        #expect(try await plane.ask("/api/v1/session").json["logged_in"] as? Bool == false)
        let cookie = try await login(plane)
        #expect(!cookie.contains(token))
        let headers: HTTPFields = [.cookie: "a=b; \(cookie)"]
        #expect(try await plane.ask("/api/v1/session", headers).json["logged_in"] as? Bool == true)
        #expect(try await plane.ask("/api/v1/admin/overview", headers).status == 200)
        let end = try await plane.ask("/api/v1/session", method: .delete, headers)
        #expect(end.status == 204 && end.header("Set-Cookie")?.contains("Max-Age=0") == true)
        #expect(try await plane.ask("/api/v1/admin/overview", headers).status == 401)
    }

    @Test(arguments: [
        (#"{"token":"wrong"}"#, 401), (#"{"token":""}"#, 400), (#"{}"#, 400), (#"{"token":1}"#, 400), ("x", 400),
        (#"{"token":"correct-horse-battery-staple","x":1}"#, 400),
        (#"{"token":"correct-horse-battery-stapl"}"#, 401),
    ])
    func `nothing but the token opens one`(body: String, status: Int) async throws {
        let answer = try await controlPlane(FakeLedger(), token: token)
            .ask("/api/v1/session", method: .post, json, body: body)
        #expect(answer.status == status && answer.header("Set-Cookie") == nil)
        #expect(try answer.errorCode != nil)
    }

    @Test func `a form of another site opens none`() async throws {
        let plane = controlPlane(FakeLedger(), token: token)
        let body = #"{"token":"\#(token)"}"#
        let text = try await plane.ask("/api/v1/session", method: .post, [.contentType: "text/plain"], body: body)
        #expect(text.status == 415)
    }

    @Test(arguments: ["tollgate_session=", "tollgate_session=x", "tollgate_session", "other=1", ""])
    func `an invented cookie opens nothing`(cookie: String) async throws {
        let plane = controlPlane(FakeLedger(), token: token)
        #expect(try await plane.ask("/api/v1/admin/overview", [.cookie: cookie]).status == 401)
    }

    @Test func `a session changes things from the dashboard's own page only`() async throws {
        let plane = controlPlane(FakeLedger(), token: token)
        let cookie = try await login(plane)
        let path = "/api/v1/admin/budgets/user/alice/month"
        let body = #"{"limit_usd":1}"#
        var headers: HTTPFields = [.cookie: cookie, .contentType: "application/json"]
        let forged = try await plane.ask(path, method: .put, headers, body: body)
        #expect(forged.status == 403)
        #expect(try forged.errorCode == "forgery_suspected")
        headers[try #require(page)] = "1"
        #expect(try await plane.ask(path, method: .put, headers, body: body).status == 200)
        let bearer: HTTPFields = [.authorization: "Bearer \(token)", .contentType: "application/json"]
        #expect(try await plane.ask(path, method: .put, bearer, body: body).status == 200)
    }

    @Test func `without a token nobody has to log in`() async throws {
        let plane = controlPlane(FakeLedger())
        let state = try await plane.ask("/api/v1/session").json
        #expect(state["token_required"] as? Bool == false && state["logged_in"] as? Bool == true)
        let answer = try await plane.ask("/api/v1/session", method: .post, json, body: #"{"token":"any"}"#)
        #expect(answer.status == 204 && answer.header("Set-Cookie") == nil)
    }
}
