import Ledger
import LedgerConformance
import LedgerSQLite
import Testing
import Usage

/// Rows that come twice: written once, whoever stands beside them in the batch.
struct RepeatedRowsTests {
    private let directory = TemporaryDirectory()

    @Test(arguments: [[0], [7], [3, 4, 19], Array(0..<20)])
    func `a row that is there already takes none of its neighbours with it`(repeated: [Int]) async throws {
        var settings = SQLiteLedgerSettings()
        settings.retentionDays = 0
        let ledger = try SQLiteLedger(directory: directory.path, settings: settings)
        let outcomes = Outcomes()
        let lane = ledger.openLane(outcome: outcomes.note)
        for number in repeated { lane.settle(SampleCalls.call(number), releasing: nil) }
        try await eventually("not committed") { outcomes.count(.committed) == repeated.count }
        for number in (0..<20) { lane.settle(SampleCalls.call(number), releasing: nil) }
        for number in (0..<20).reversed() { lane.settle(SampleCalls.call(number), releasing: nil) }
        try await eventually("not committed") { outcomes.count(.committed) == repeated.count + 40 }
        let rows = try await ledger.requests(RequestQuery()).records
        #expect(rows.map(\.id).sorted() == (0..<20).map { SampleCalls.call($0).id }.sorted())
        var sums = UsageTotals()
        for number in 0..<20 { sums.add(SampleCalls.call(number)) }
        #expect(try await ledger.costs(CostQuery(month: SampleCalls.month, sort: .userAscending)).total == sums)
        ledger.close()
    }
}
