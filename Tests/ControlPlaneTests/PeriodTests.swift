import ControlPlane
import Ledger
import Money
import Testing
import Usage

@Suite struct PeriodTests {
    private static var rows: [UsageRecord] {
        var failed = record(3, user: "carol", component: "search", nanos: 0)
        failed.errorType = .rateLimit
        var before = record(-30 * 3600, user: "bob", nanos: 7)
        before.timeToFirstTokenMicroseconds = 250_000
        return [
            record(1, user: "alice", nanos: 1_234_565_000_000), record(2, user: "bob", model: "gpt-4o", nanos: 125),
            failed, before,
        ]
    }

    @Test func `the running hour and the 23 before are summed, beside the 24 before these`() async throws {
        let answer = try await controlPlane(FakeLedger(Self.rows)).ask("/api/v1/admin/overview")
        #expect(answer.status == 200)
        let json = try answer.json
        #expect(json["since"] as? String == "2026-11-21T19:00:00.000Z")
        #expect(json["until"] as? String == "2026-11-22T19:00:00.000Z")
        #expect(json["bucket"] as? String == "hour")
        for text in [
            #""total":{"cost_usd":1234.565000125,"requests":3,"errors":1,"#,
            #""before":{"cost_usd":0.000000007,"requests":1,"#,
            #""users":[{"user_id":"alice","cost_usd":1234.565,"#,
            #""models":[{"provider":"openai","model":"gpt-4o-mini","#,
            #""errors_by_type":[{"error_type":"rate_limit","requests":1}]"#,
            #""series":[{"start":"2026-11-22T18:00:00.000Z","cost_usd":1234.565000125,"#,
            #""time_to_first_token_before_ms":{"count":1,"p50":249.856,"#,
        ] { #expect(answer.body.contains(text), "\(text)") }
    }

    @Test(arguments: [
        (
            "since=2026-11-22T18:10:00Z&until=2026-11-22T18:20:00Z", "2026-11-22T18:00:00.000Z",
            "2026-11-22T19:00:00.000Z"
        ),
        ("since=2026-11-22&until=2026-11-23", "2026-11-22T00:00:00.000Z", "2026-11-23T00:00:00.000Z"),
        ("since=2026-11-23&until=2026-11-22", "2026-11-22T00:00:00.000Z", "2026-11-22T00:00:00.000Z"),
        ("since=0001-01-01&until=2026-11-22", "2025-11-21T00:00:00.000Z", "2026-11-22T00:00:00.000Z"),
        ("until=2026-11-22", "2026-11-21T00:00:00.000Z", "2026-11-22T00:00:00.000Z"),
    ])
    func `whole hours are taken, and a year at most`(query: String, since: String, until: String) async throws {
        let json = try await controlPlane(FakeLedger(Self.rows)).ask("/api/v1/admin/overview?\(query)").json
        #expect(json["since"] as? String == since && json["until"] as? String == until)
    }

    @Test(arguments: ["since=x", "until=2026-13-01", "limit=0", "limit=1001"])
    func `anything else is refused`(query: String) async throws {
        #expect(try await controlPlane(FakeLedger()).ask("/api/v1/admin/overview?\(query)").status == 400)
    }

    @Test func `a ledger that cannot be read says so`() async throws {
        let ledger = FakeLedger()
        ledger.fail(with: FakeLedger.Broken())
        let answer = try await controlPlane(ledger).ask("/api/v1/admin/overview")
        #expect(answer.status == 503)
        #expect(try answer.errorCode == "ledger_unavailable")
    }

    @Test func `the state is told`() async throws {
        let ledger = FakeLedger()
        ledger.health = LedgerHealth(isWritable: false, rowsWaiting: 3, lagSeconds: 1.5, message: "The disk is full.")
        let json = try await controlPlane(ledger, reasons: ["Not yet."]).ask("/api/v1/admin/status").json
        #expect((json["ledger"] as? [String: Any])?["lag_ms"] as? Int == 1500)
        #expect((json["ledger"] as? [String: Any])?["message"] as? String == "The disk is full.")
        #expect(json["reasons"] as? [String] == ["Not yet."])
        #expect(json["now"] as? String == "2026-11-22T18:13:27.123Z")
    }
}
