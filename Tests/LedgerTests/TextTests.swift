import Ledger
import LedgerConformance
import LedgerSQLite
import Testing
import Usage

/// Texts that databases trip over.
struct TextTests {
    private let directory = TemporaryDirectory()

    @Test func `a NUL does not merge one user with another`() async throws {
        var settings = SQLiteLedgerSettings()
        settings.retentionDays = 0
        let ledger = try SQLiteLedger(directory: directory.path, settings: settings)
        let outcomes = Outcomes()
        let lane = ledger.openLane(outcome: outcomes.note)
        for (number, name) in ["mallory\u{0}", "mallory", "\u{0}", "mallory\u{0}x", ""].enumerated() {
            var record = SampleCalls.call(number)
            record.user = UserID(rawValue: name)
            lane.settle(record, releasing: nil)
        }
        try await eventually("not committed") { outcomes.count(.committed) == 5 }
        let month = SampleCalls.month
        let users = try await ledger.costs(CostQuery(month: month, sort: .userAscending)).users
        #expect(users.map(\.user.rawValue) == ["", "\u{1A}", "mallory", "mallory\u{1A}", "mallory\u{1A}x"])
        var query = RequestQuery()
        query.user = UserID(rawValue: "mallory")
        #expect(try await ledger.requests(query).records.map(\.id) == [SampleCalls.call(1).id])
        ledger.close()
    }
}
