import Foundation
import HTTPTypes
import Ledger
import Testing

@Suite struct NDJSONTests {
    @Test(arguments: [
        ("application/x-ndjson", true), ("application/jsonl, application/json;q=0.5", true),
        ("application/json, application/x-ndjson", true), ("text/html, Application/X-NDJSON;q=0.1", true),
        ("application/json", false), ("*/*", false), ("application/x-ndjson;q=0, */*", false),
        ("application/x-ndjson;q=0.2, application/json;q=0.9", false), ("", false), (";;,,q", false),
    ])
    func `Accept decides the form`(accept: String, isNDJSON: Bool) async throws {
        let answer = try await controlPlane(FakeLedger([record(1)])).ask(
            "/api/v1/admin/requests", [.accept: accept])
        #expect(answer.header("Content-Type") == (isNDJSON ? "application/x-ndjson" : "application/json"))
        #expect(answer.body.hasPrefix(isNDJSON ? #"{"id":"# : #"{"requests":"#))
    }

    @Test func `without a limit every row is written, one a line`() async throws {
        let ledger = FakeLedger((0..<1203).map { record($0) })
        let answer = try await controlPlane(ledger).ask(
            "/api/v1/admin/requests?user_id=alice", [.accept: "application/x-ndjson"])
        let lines = answer.body.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.count == 1204)
        #expect(lines.last == "")
        let ids = try lines.dropLast().map { line in
            try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
        }.compactMap { $0?["id"] as? String }
        #expect(ids == ledger.records.map(\.id.description))
        #expect(ledger.requestQueries.map(\.limit) == [500, 500, 500])
    }

    @Test func `with a limit it is one page and a link to the next`() async throws {
        let ledger = FakeLedger((0..<5).map { record($0) })
        let answer = try await controlPlane(ledger).ask(
            "/api/v1/admin/requests?limit=2", [.accept: "application/x-ndjson"])
        #expect(answer.body.split(separator: "\n").count == 2)
        let last = ledger.records[1].id
        #expect(answer.header("Link") == "</api/v1/admin/requests?limit=2&cursor=\(last)>; rel=\"next\"")
    }
}
