import BudgetAlerting
import BudgetKeeping
import Budgets
import ControlPlane
import Foundation
import Gateway
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Ledger
import LedgerConformance
import Money
import NIOCore
import Testing
import Usage
import VirtualKeyRing

@Suite struct PolicyEndpointTests {
    private let json: HTTPFields = [.contentType: "application/json"]
    private let budget = "/api/v1/admin/budgets/user/alice/month"

    private func alert(_ number: Int64) -> BudgetAlert {
        BudgetAlert(
            budget: BudgetID(scope: .user, name: "alice", window: .month), period: "2026-11", threshold: .standard,
            revision: number, spent: NanoUSD(rawValue: 5), limit: NanoUSD(rawValue: 6), projected: nil,
            at: noon + number)
    }

    // MARK: Keys

    @Test func `a key is shown once, listed without its text, and revoked`() async throws {
        let parts = PolicyParts()
        let plane = controlPlane(FakeLedger(), policy: parts)
        let body =
            #"{"owner":"alice","component":"chat","tags":{"team":"x"},"models":["gpt-4o*"],"providers":["openai"],"#
            + #""requests_per_minute":60,"tokens_per_minute":1000,"max_concurrent":2,"#
            + #""expires_at":"2027-01-01T00:00:00Z","trusted":true}"#
        let made = try await plane.ask("/api/v1/admin/keys", method: .post, json, body: body)
        #expect(made.status == 201)
        let (id, key) = (try made.json["id"] as? String, try made.json["key"] as? String)
        #expect(Set(try made.json.keys) == ["id", "key"])
        let text = try #require(key)
        #expect(parts.ring.grant(for: text)?.owner.rawValue == "alice")
        let listed = try await plane.ask("/api/v1/admin/keys")
        #expect(!listed.body.contains(text))
        let first = try #require((try listed.json["keys"] as? [[String: Any]])?.first)
        #expect(first["id"] as? String == id)
        #expect(first["expires_at"] as? String == "2027-01-01T00:00:00.000Z")
        #expect(first["trusted"] as? Bool == true)
        #expect(first["models"] as? [String] == ["gpt-4o*"])
        let path = "/api/v1/admin/keys/\(try #require(id))"
        #expect(try await plane.ask(path, method: .delete).status == 204)
        #expect(parts.ring.grant(for: text) == nil)
        #expect(try await plane.ask(path, method: .delete).status == 404)
    }

    @Test(arguments: [
        "{}", "[]", "", "nonsense", #"{"owner":""}"#, #"{"owner":5}"#, #"{"owner":"a","unknown":1}"#,
        #"{"owner":"a","requests_per_minute":0}"#, #"{"owner":"a","requests_per_minute":1.5}"#,
        #"{"owner":"a","trusted":"yes"}"#, #"{"owner":"a","expires_at":"2020-01-01"}"#,
        #"{"owner":"a","expires_at":"soon"}"#, #"{"owner":"a","models":[1]}"#, #"{"owner":"a","tags":["x"]}"#,
        #"{"owner":"a","unknown":null}"#,
    ])
    func `a key that makes no sense is refused with what is expected`(body: String) async throws {
        let plane = controlPlane(FakeLedger())
        let answer = try await plane.ask("/api/v1/admin/keys", method: .post, json, body: body)
        #expect(answer.status == 400)
        #expect(try answer.errorCode == "invalid_body")
    }

    // MARK: Budgets

    @Test func `a budget is set exactly, read with its window, and removed`() async throws {
        let plane = controlPlane(FakeLedger())
        let body =
            #"{"limit_usd":0.123456789,"mode":"hard","thresholds":[0.5,1.0],"timezone":"Europe/Berlin","#
            + #""on_outage":"local_lease","cap_output":true}"#
        let set = try await plane.ask(budget, method: .put, json, body: body)
        #expect(set.status == 200)
        #expect(set.body.contains(#""limit_usd":0.123456789"#))
        #expect(set.body.contains(#""thresholds":[0.5,1]"#))
        let read = try await plane.ask(budget)
        #expect(read.body == set.body)
        #expect(try read.json["period"] as? String == "2026-11")
        #expect(try read.json["period_end"] as? String == "2026-12-01T00:00:00.000Z")
        #expect(try read.json["configured"] as? Bool == false)
        let list = try await plane.ask("/api/v1/admin/budgets")
        #expect((try list.json["budgets"] as? [Any])?.count == 1)
        #expect(try await plane.ask(budget, method: .delete).status == 204)
        #expect(try await plane.ask(budget, method: .delete).status == 404)
        #expect(try await plane.ask(budget).status == 404)
    }

    @Test func `names in the path are percent-encoded`() async throws {
        let plane = controlPlane(FakeLedger())
        let path = "/api/v1/admin/budgets/model/meta%2Fllama%203/day"
        let set = try await plane.ask(path, method: .put, json, body: #"{"limit_usd":"20"}"#)
        #expect(try set.json["id"] as? String == "meta/llama 3")
        #expect(try await plane.ask(path).status == 200)
    }

    @Test(arguments: [
        "{}", #"{"limit_usd":0}"#, #"{"limit_usd":-1}"#, #"{"limit_usd":4e-10}"#, #"{"limit_usd":"much"}"#,
        #"{"limit_usd":1,"mode":"firm"}"#, #"{"limit_usd":1,"thresholds":[0]}"#, #"{"limit_usd":1,"thresholds":[11]}"#,
        #"{"limit_usd":1,"limit":2}"#, #"{"limit_usd":1,"limit":null}"#, #"{"limit_usd":1,"timezone":"Mars/Olympus"}"#,
        #"{"limit_usd":99999999999}"#,
    ])
    func `a budget that makes no sense is refused`(body: String) async throws {
        let plane = controlPlane(FakeLedger())
        let answer = try await plane.ask(budget, method: .put, json, body: body)
        #expect(answer.status == 400)
        #expect(try answer.errorCode != nil)
        #expect(try await plane.ask(budget).status == 404)
    }

    @Test(arguments: ["/team/x/month", "/user/x/year", "/user/%ff/month"])
    func `a path that names no budget is refused`(rest: String) async throws {
        let answer = try await controlPlane(FakeLedger()).ask("/api/v1/admin/budgets" + rest)
        #expect(answer.status == 400)
    }

    @Test func `what the configuration says cannot be removed here`() async throws {
        let id = BudgetID(scope: .user, name: "alice", window: .month)
        let parts = PolicyParts(configured: [Budget(id: id, limit: NanoUSD(rawValue: 1))])
        try await parts.register.load()
        let answer = try await controlPlane(FakeLedger(), policy: parts).ask(budget, method: .delete)
        #expect(answer.status == 409)
        #expect(try answer.errorCode == "configured")
    }

    @Test func `a hard budget of a user needs users who are certain`() async throws {
        let plane = controlPlane(FakeLedger(), policy: PolicyParts(usersAreCertain: false))
        let answer = try await plane.ask(budget, method: .put, json, body: #"{"limit_usd":1,"mode":"hard"}"#)
        #expect(answer.status == 409)
        #expect(answer.body.contains("require_keys"))
        let other = try await plane.ask(
            "/api/v1/admin/budgets/component/x/day", method: .put, json, body: #"{"limit_usd":1,"mode":"hard"}"#)
        #expect(other.status == 200)
    }

    @Test func `a user's own budget, else the default, is in the month's report`() async throws {
        let parts = PolicyParts()
        try await parts.register.load()
        let ledger = FakeLedger([record(1, nanos: 3_000_000_000), record(2, user: "bob", nanos: 1)])
        let plane = controlPlane(ledger, policy: parts)
        _ = try await plane.ask(budget, method: .put, json, body: #"{"limit_usd":4}"#)
        let users = try #require(try await plane.ask("/api/v1/admin/llm-costs").json["users"] as? [[String: Any]])
        #expect(users.first { $0["user_id"] as? String == "alice" }?["budget_used_ratio"] as? Double == 0.75)
        #expect(users.first { $0["user_id"] as? String == "bob" }?["budget_usd"] as? Double == 6)
    }

    // MARK: Who may

    @Test(arguments: [
        ("/api/v1/admin/keys", HTTPRequest.Method.post), ("/api/v1/admin/keys/x", .delete),
        ("/api/v1/admin/budgets/user/x/day", .put), ("/api/v1/admin/budgets/user/x/day", .delete),
        ("/api/v1/admin/keys", .get), ("/api/v1/admin/events", .get), ("/api/v1/admin/alerts", .get),
    ])
    func `nothing is shown or changed without the token`(path: String, method: HTTPRequest.Method) async throws {
        let plane = controlPlane(FakeLedger(), token: "0123456789abcdef")
        #expect(try await plane.ask(path, method: method, json, body: "{}").status == 401)
        // What a browser has stored is sent along with requests that other sites trigger: it reads, it changes nothing.
        guard method != .get else { return }
        var basic = json
        basic[.authorization] = "Basic \(Data("x:0123456789abcdef".utf8).base64EncodedString())"
        #expect(try await plane.ask(path, method: method, basic, body: "{}").status == 401)
    }

    @Test func `a web page cannot have a browser change anything`() async throws {
        let plane = controlPlane(FakeLedger())
        let body = #"{"owner":"mallory"}"#
        let plain = try await plane.ask("/api/v1/admin/keys", method: .post, [.contentType: "text/plain"], body: body)
        #expect(plain.status == 415)
        var foreign = json
        foreign[.origin] = "https://evil.example"
        #expect(try await plane.ask("/api/v1/admin/keys", method: .post, foreign, body: body).status == 403)
        #expect(try await plane.ask("/api/v1/admin/keys/x", method: .delete, foreign).status == 403)
    }

    // MARK: Alerts

    @Test func `alerts are listed newest first, a page at a time`() async throws {
        let parts = PolicyParts()
        for number in 1...3 { _ = try await parts.store.mark(alert(Int64(number))) }
        let plane = controlPlane(FakeLedger(), policy: parts)
        let first = try await plane.ask("/api/v1/admin/alerts?limit=2").json
        #expect((first["alerts"] as? [[String: Any]])?.map { $0["id"] as? String } == [alert(3).id, alert(2).id])
        let cursor = try #require(first["next_cursor"] as? String)
        let next = try await plane.ask("/api/v1/admin/alerts?limit=2&cursor=\(cursor)").json
        #expect((next["alerts"] as? [[String: Any]])?.map { $0["id"] as? String } == [alert(1).id])
        #expect(next["next_cursor"] is NSNull)
        #expect(try await plane.ask("/api/v1/admin/alerts?cursor=x").status == 400)
    }
}
