import Ledger
import LedgerConformance
import LedgerSQLite
import Testing

/// Old rows go, their sums stay.
struct RetentionTests {
    private let directory = TemporaryDirectory()

    @Test func `rows beyond the retention are deleted, roll-ups are not`() async throws {
        let day: Int64 = 86_400_000_000
        var settings = SQLiteLedgerSettings()
        settings.retentionDays = 30
        func clock(day number: Int64) -> LedgerClock {
            LedgerClock(wall: { SampleCalls.november + number * day }, monotonic: LedgerClock.system.monotonic)
        }
        let ledger = try SQLiteLedger(directory: directory.path, settings: settings, clock: clock(day: 0))
        let lane = ledger.openLane { _ in }
        // 20 days with 30 rows each.
        let records = (0..<600).map { SampleCalls.call($0, after: Int64($0) * day / 30) }
        for record in records { lane.settle(record, releasing: nil) }
        ledger.close()

        let later = try SQLiteLedger(directory: directory.path, settings: settings, clock: clock(day: 40))
        var query = RequestQuery()
        query.limit = 1000
        let kept = records.filter { $0.startedAt >= SampleCalls.november + 10 * day }
        try await eventually("not deleted") { try await later.requests(query).records.count == kept.count }
        #expect(try await later.requests(query).records == kept.reversed())
        let report = try await later.costs(CostQuery(month: SampleCalls.month))
        #expect(report.total.requests == 600)
        #expect(report.users.reduce(0) { $0 + $1.totals.requests } == 600)
        #expect(try await later.counterTotals().reduce(0) { $0 + $1.totals.requests } == 600)
        later.close()
    }
}
