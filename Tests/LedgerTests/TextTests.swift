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

    /// Apostrophes that are parts of larger characters, in a model that so many components asked for that its rows are
    /// found another way.
    @Test(arguments: ["\u{600}') OR 1=1 --", "x'\u{301}') OR 1=1 --", "'", "plain"])
    func `a model's name is never SQL`(name: String) async throws {
        var settings = SQLiteLedgerSettings()
        settings.retentionDays = 0
        let ledger = try SQLiteLedger(directory: directory.path, settings: settings)
        let outcomes = Outcomes()
        let lane = ledger.openLane(outcome: outcomes.note)
        for number in 0..<320 {
            var record = SampleCalls.call(number)
            let model = ModelID(rawValue: number % 8 == 0 ? "another" : name)
            (record.requestModel, record.responseModel, record.pricedAs) = (model, model, nil)
            record.component = ComponentType(rawValue: "component \(number)")
            lane.settle(record, releasing: nil)
        }
        for number in 320..<700 {
            var record = SampleCalls.call(number)
            let model = ModelID(rawValue: name)
            (record.requestModel, record.responseModel, record.pricedAs) = (model, model, nil)
            record.component = ComponentType(rawValue: "component \(number)")
            lane.settle(record, releasing: nil)
        }
        try await eventually("not committed") { outcomes.count(.committed) == 700 }
        var query = RequestQuery()
        query.model = ModelID(rawValue: name)
        query.limit = 1000
        let found = try await ledger.requests(query).records
        #expect(found.count == 660 && found.allSatisfy { $0.requestModel?.rawValue == name })
        ledger.close()
    }
}
