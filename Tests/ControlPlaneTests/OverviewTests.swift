import Ledger
import Money
import Testing
import Usage

@Suite struct OverviewTests {
    @Test func `the page shows what the month cost, by whom and for what`() async throws {
        var failed = record(3, user: "carol", component: "search", nanos: 0)
        failed.errorType = .rateLimit
        failed.status = 429
        let ledger = FakeLedger([
            record(1, user: "alice", nanos: 1_234_565_000_000), record(2, user: "bob", model: "gpt-4o", nanos: 125),
            failed,
        ])
        let answer = try await controlPlane(ledger).ask("/")
        #expect(answer.status == 200)
        #expect(answer.header("Content-Type") == "text/html; charset=utf-8")
        for text in [
            "<dd title=\"1234.565000125 USD\">$1,234.57</dd>", "<dt>Error rate</dt><dd title=\"1 errors\">33.3 %</dd>",
            "<dt>Input tokens</dt><dd title=\"45\">45</dd>", "<th scope=\"row\">alice</th>",
            "<th scope=\"row\">openai / gpt-4o</th>", "<th scope=\"row\">search</th>", "$0.000000125",
            "429, rate_limit", "2026-11-22T18:13:28.123Z", "/?month=2026-10", "12.345 ms",
        ] {
            #expect(answer.body.contains(text), "\(text)")
        }
        #expect(!answer.body.contains("<script") && !answer.body.contains("style="))
        #expect(answer.header("Content-Security-Policy")?.contains("style-src 'self'") == true)
    }

    @Test func `an empty ledger says what to do`() async throws {
        let answer = try await controlPlane(FakeLedger()).ask("/")
        #expect(answer.body.contains("None yet: point an SDK"))
        #expect(answer.body.contains("<dt>Error rate</dt><dd title=\"0 errors\">–</dd>"))
    }

    @Test func `thousands of names do not make an endless page`() async throws {
        let ledger = FakeLedger((0..<2000).map { record($0, user: "u\($0)", component: "c\($0)", model: "m\($0)") })
        let body = try await controlPlane(ledger).ask("/").body
        #expect(body.split(separator: "<tr>").count < 150)
        #expect(body.split(separator: "There are more;").count == 4)
    }

    @Test func `unpriced and partly priced calls do not look free`() async throws {
        var partly = record(2, nanos: nil)
        partly.knownCost = NanoUSD(rawValue: 5)
        let answer = try await controlPlane(FakeLedger([record(1, nanos: nil), partly])).ask("/")
        #expect(answer.body.contains(">unpriced</td>"))
        #expect(answer.body.contains(">$0.000000005 + unpriced</td>"))
        #expect(answer.body.contains("Requests without a full price"))
    }

    @Test func `a model none of whose calls has a price is not listed as costing $0`() async throws {
        let ledger = FakeLedger([record(1, model: "known", nanos: 5), record(2, model: "acme", nanos: nil)])
        let body = try await controlPlane(ledger).ask("/").body
        let row = body.firstRange(of: "<th scope=\"row\">openai / acme</th>").map {
            String(body[$0.upperBound...].prefix(80))
        }
        #expect(row?.contains(">unpriced</td>") == true)
    }

    @Test(arguments: [
        "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "'; --", "&lt;", "a\u{202E}b", "\u{0}\u{1b}[2J",
    ])
    func `hostile names stay text`(name: String) async throws {
        var row = record(1, user: name, component: name, model: name)
        row.api = name
        let body = try await controlPlane(FakeLedger([row])).ask("/").body
        #expect(!body.contains("<script") && !body.contains("<img") && !body.contains("onerror=alert(1)>"))
        #expect(!body.unicodeScalars.contains { $0 == "\u{202E}" || $0 == "\u{0}" || $0 == "\u{1b}" })
    }

    @Test func `another month can be looked at, and a bad one is refused`() async throws {
        let ledger = FakeLedger()
        let answer = try await controlPlane(ledger).ask("/?month=2025-12")
        #expect(answer.body.contains("/?month=2025-11") && answer.body.contains("/?month=2026-01"))
        #expect(ledger.requestQueries.first?.until == 1_767_225_600_000_000)
        #expect(try await controlPlane(ledger).ask("/?month=12").status == 400)
    }
}
