import Foundation
import Ledger
import LedgerConformance
import Testing
import Usage

/// Against the ledger that the ports' conformance suite keeps honest.
@Suite struct PagingTests {
    private let ledger = InMemoryLedger()

    init() {
        let lane = ledger.openLane { _ in }
        for number in 0..<12 { lane.settle(SampleCalls.call(number), releasing: nil) }
    }

    /// Every user of November's list, a page at a time.
    private func users(sort: String) async throws -> [String] {
        let plane = controlPlane(ledger)
        var users: [String] = []
        var cursor: String?
        repeat {
            let encoded = cursor?.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
            let json = try await plane.ask(
                "/api/v1/admin/llm-costs?month=2026-11&limit=1&sort=\(sort)&cursor=\(encoded)"
            ).json
            users += (json["users"] as? [[String: Any]] ?? []).compactMap { $0["user_id"] as? String }
            cursor = json["next_cursor"] as? String
        } while cursor != nil && users.count < 100
        return users
    }

    @Test func `pages of one user make the same list as one page, in every order`() async throws {
        for sort in CostQuery.Sort.allCases {
            let month = try #require(Month("2026-11"))
            let whole = try await ledger.costs(CostQuery(month: month, sort: sort, limit: 1000))
            #expect(whole.users.count > 1)
            #expect(try await users(sort: sort.rawValue) == whole.users.map(\.user.rawValue))
        }
    }

    @Test func `the CSV of all users adds up to the total`() async throws {
        let plane = controlPlane(ledger)
        let answer = try await plane.ask("/api/v1/admin/llm-costs?month=2026-11&format=csv")
        let lines = answer.body.split(separator: "\r\n").dropFirst().map { $0.split(separator: ",") }
        let month = try #require(Month("2026-11"))
        let total = try await ledger.costs(CostQuery(month: month)).total
        #expect(lines.compactMap { Int64($0[3]) }.reduce(0, +) == total.requests)
    }

    @Test func `a cursor of another list is refused`() async throws {
        let plane = controlPlane(ledger)
        let json = try await plane.ask("/api/v1/admin/llm-costs?month=2026-11&limit=1").json
        let cursor = try #require(json["next_cursor"] as? String)
        let encoded = try #require(cursor.addingPercentEncoding(withAllowedCharacters: .alphanumerics))
        let answer = try await plane.ask("/api/v1/admin/llm-costs?month=2026-11&sort=user&cursor=\(encoded)")
        #expect(answer.status == 404)
        #expect(try answer.errorCode == "invalid_cursor")
    }
}
