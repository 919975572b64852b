import Foundation
import Ledger
import Testing
import Usage

@Suite struct LLMCostsTests {
    let ledger = FakeLedger([
        record(1, user: "alice", nanos: 125_000),
        record(2, user: "alice", nanos: 1),
        record(3, user: "bob", component: "search", model: "gpt-4o", nanos: nil),
    ])

    @Test func `the whole document, member by member`() async throws {
        let answer = try await controlPlane(ledger).ask("/api/v1/admin/llm-costs")
        let counts = #""requests":2,"errors":0,"unpriced_requests":0,"input_tokens":30,"output_tokens":18"#
        let all = #""requests":3,"errors":0,"unpriced_requests":1,"input_tokens":45,"output_tokens":27"#
        let none = #""requests":1,"errors":0,"unpriced_requests":1,"input_tokens":15,"output_tokens":9"#
        // 125001 nanos / (21 d 18:13:27.123456 of 30 d)
        let cost = #""cost_usd":0.000125001,"projected_month_end_usd":0.000172341,"#
        let zero = #""cost_usd":0,"projected_month_end_usd":0,"#
        let budget = #","budget_usd":null,"budget_used_ratio":null}"#
        #expect(answer.header("Content-Type") == "application/json")
        #expect(
            answer.body == #"{"month":"2026-11","currency":"USD","complete":true,"total_cost_usd":0.000125001,"#
                + #""projected_month_end_usd":0.000172341,\#(all),"users":[{"user_id":"alice",\#(cost)\#(counts)\#(budget),"#
                + #"{"user_id":"bob",\#(zero)\#(none)\#(budget)],"models":["#
                + #"{"provider":"openai","model":"gpt-4o",\#(zero)\#(none)},"#
                + #"{"provider":"openai","model":"gpt-4o-mini",\#(cost)\#(counts)}],"components":["#
                + #"{"component_type":"chat",\#(cost)\#(counts)},{"component_type":"search",\#(zero)\#(none)}],"#
                + #""days":[{"date":"2026-11-22","cost_usd":0.000125001,\#(all)}],"next_cursor":null}"#)
    }

    @Test(arguments: [
        ("2026-10", 125_001 as Int64, "0.000125001"),  // over: what it cost
        ("2027-01", 125_001, "0.000125001"),  // not begun
    ])
    func `other months than the running one are not extrapolated`(month: String, nanos: Int64, expected: String)
        async throws
    {
        let plane = controlPlane(FakeLedger([record(1, nanos: nanos)]))
        let answer = try await plane.ask("/api/v1/admin/llm-costs?month=\(month)")
        #expect(answer.body.contains(#""total_cost_usd":\#(expected),"projected_month_end_usd":\#(expected),"#))
    }

    @Test(arguments: [0, 1, 125_000, 999_999_999, 1_000_000_000, 1_234_567_890_123_456_789] as [Int64])
    func `money is a plain decimal, exact at any size`(nanos: Int64) async throws {
        let plane = controlPlane(FakeLedger([record(1, nanos: nanos)]))
        let body = try await plane.ask("/api/v1/admin/llm-costs?month=2026-10").body
        let text = try #require(body.split(separator: #""total_cost_usd":"#).last?.prefix { $0 != "," })
        #expect(!text.contains("e") && !text.contains("E"))
        let exact = try #require(Decimal(string: String(text))) * 1_000_000_000
        #expect(exact == Decimal(nanos))
    }

    @Test func `an incomplete month says so`() async throws {
        let answer = try await controlPlane(FakeLedger(complete: false)).ask("/api/v1/admin/llm-costs?month=2026-01")
        #expect(answer.body.contains(#""month":"2026-01","currency":"USD","complete":false"#))
    }

    @Test func `parameters reach the ledger, and empty ones count as absent`() async throws {
        let plane = controlPlane(ledger)
        _ = try await plane.ask("/api/v1/admin/llm-costs?month=2025-03&sort=-requests&limit=7&cursor=p%2F1&other=1")
        _ = try await plane.ask("/api/v1/admin/llm-costs?month=&sort=&limit=&cursor=&format=")
        let month = try #require(Month("2025-03"))
        let running = try #require(Month("2026-11"))
        #expect(
            ledger.costQueries == [
                CostQuery(month: month, sort: .requestsDescending, limit: 7, cursor: "p/1"), CostQuery(month: running),
            ])
    }

    @Test(arguments: [
        ("month=2026-13", "invalid_month"), ("month=2026", "invalid_month"), ("month=26-11", "invalid_month"),
        ("month=2026-1", "invalid_month"), ("month=+026-11", "invalid_month"), ("limit=0", "invalid_limit"),
        ("limit=1001", "invalid_limit"), ("limit=ten", "invalid_limit"), ("limit=1.5", "invalid_limit"),
        ("sort=price", "invalid_sort"), ("format=xml", "invalid_format"), ("table=all", "invalid_table"),
        ("month=%2", "invalid_query"), ("month=%FF", "invalid_query"), ("limit=1&limit=2", "invalid_query"),
    ])
    func `what is not accepted is refused with what is expected`(query: String, code: String) async throws {
        let answer = try await controlPlane(ledger).ask("/api/v1/admin/llm-costs?\(query)")
        #expect(answer.status == 400)
        #expect(try answer.errorCode == code)
        #expect(ledger.costQueries.isEmpty)
    }

    @Test func `a cursor that the ledger refuses is the caller's fault, other failures are not`() async throws {
        ledger.fail(with: LedgerError(.invalidQuery, "The cursor is of another query."))
        var answer = try await controlPlane(ledger).ask("/api/v1/admin/llm-costs?cursor=x")
        #expect(answer.status == 404)
        #expect(try answer.errorCode == "invalid_cursor")
        ledger.fail(with: FakeLedger.Broken())
        answer = try await controlPlane(ledger).ask("/api/v1/admin/llm-costs")
        #expect(answer.status == 503)
        #expect(try answer.errorCode == "ledger_unavailable")
        #expect(!answer.body.contains("Broken"))
    }
}
