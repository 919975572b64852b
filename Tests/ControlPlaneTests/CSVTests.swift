import Ledger
import Testing
import Usage

@Suite struct CSVTests {
    @Test func `the users' table has the JSON's members as columns`() async throws {
        let plane = controlPlane(FakeLedger([record(1, nanos: 125_000), record(2, user: "bob", nanos: 5)]))
        let answer = try await plane.ask("/api/v1/admin/llm-costs?month=2026-10&format=csv")
        #expect(answer.header("Content-Type") == "text/csv; charset=utf-8; header=present")
        #expect(
            answer.header("Content-Disposition") == #"attachment; filename="llm-costs-2026-10-users.csv""#)
        #expect(
            answer.body == """
                user_id,cost_usd,projected_month_end_usd,requests,errors,unpriced_requests,input_tokens,output_tokens,\
                budget_usd,budget_used_ratio\r
                alice,0.000125,0.000125,1,0,0,15,9,,\r
                bob,0.000000005,0.000000005,1,0,0,15,9,,\r

                """)
    }

    @Test(arguments: [
        ("=1+1", "'=1+1"), ("+4", "'+4"), ("-4", "'-4"), ("@x", "'@x"), ("\tx", "'\tx"), ("\rx", "\"'\rx\""),
        ("a,b", "\"a,b\""), ("a\"b", "\"a\"\"b\""), ("a\nb", "\"a\nb\""), ("a\r\nb", "\"a\r\nb\""),
        ("=a,\"b", "\"'=a,\"\"b\""), ("plain", "plain"), ("'=x", "'=x"), ("Müller–日本", "Müller–日本"),
    ])
    func `a cell is one field and never a formula`(user: String, cell: String) async throws {
        let plane = controlPlane(FakeLedger([record(1, user: user)]))
        let answer = try await plane.ask("/api/v1/admin/llm-costs?month=2026-10&format=csv")
        let line = answer.body.drop { $0 != "\r\n" }.dropFirst()
        #expect(line == "\(cell),0.000125,0.000125,1,0,0,15,9,,\r\n")
    }

    @Test(arguments: [
        ("models", "provider,model,cost_usd,projected_month_end_usd,requests", "openai,gpt-4o-mini,0.000125,"),
        ("components", "component_type,cost_usd,projected_month_end_usd,requests", "chat,0.000125,"),
        ("days", "date,cost_usd,requests", "2026-11-22,0.000125,1,0,0,15,9"),
    ])
    func `other tables have theirs`(table: String, header: String, line: String) async throws {
        let plane = controlPlane(FakeLedger([record(1)]))
        let answer = try await plane.ask("/api/v1/admin/llm-costs?format=csv&table=\(table)")
        let lines = answer.body.split(separator: "\r\n")
        #expect(lines.count == 2)
        #expect(lines.first?.hasPrefix(header) == true)
        #expect(lines.last?.hasPrefix(line) == true)
    }

    @Test func `without a limit every user is there, with one the next page is told`() async throws {
        let ledger = FakeLedger((0..<20_050).map { record($0, user: "user-\($0)") })
        let whole = try await controlPlane(ledger).ask("/api/v1/admin/llm-costs?format=csv&sort=user")
        #expect(whole.body.split(separator: "\r\n").count == 20_051)
        #expect(whole.header("Link") == nil)
        #expect(ledger.costQueries.map(\.cursor) == [nil, "p/20000"])
        #expect(Set(ledger.costQueries.map(\.sort)) == [.userAscending])
        let page = try await controlPlane(ledger).ask("/api/v1/admin/llm-costs?limit=2&cursor=p%2F4&format=csv")
        #expect(page.body.split(separator: "\r\n").count == 3)
        #expect(
            page.header("Link") == #"</api/v1/admin/llm-costs?limit=2&format=csv&cursor=p%2F6>; rel="next""#)
    }
}
