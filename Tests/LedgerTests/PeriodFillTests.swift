import Ledger
import LedgerConformance
import LedgerSQLite
import Testing

/// A ledger that is older than the sums by the hour gets them from its rows.
struct PeriodFillTests {
    private let directory = TemporaryDirectory()

    @Test func `an older ledger is summed by the hour when it is opened`() async throws {
        let records = (0..<700).map { number in
            var record = SampleCalls.call(number, after: Int64(number) * 3_100_000_000)
            if number % 3 == 0 { record.timeToFirstTokenMicroseconds = Int64(number) * 77 }
            return record
        }
        let ledger = try SQLiteLedger(directory: directory.path)
        let lane = ledger.openLane { _ in }
        for record in records { lane.settle(record, releasing: nil) }
        ledger.close()
        let other = try OtherConnection(directory.path)
        for table in ["hour_totals", "user_hours", "user_days", "hour_counts", "day_counts"] {
            try other.execute("DROP TABLE \(table)")
        }
        try other.execute("DELETE FROM grdb_migrations WHERE identifier = 'periods'")

        let later = try SQLiteLedger(directory: directory.path)
        let first = HourSpan.hour(ofMicroseconds: SampleCalls.november)
        for (from, to) in [(0, 700), (13, 400), (500, 610), (0, 24), (7, 31)] {
            let query = PeriodQuery(span: HourSpan(first: first + from, end: first + to), users: 100)
            let report = try await later.period(query)
            let expected = PeriodReport(query, of: records)
            #expect(report.total == expected.total && report.before == expected.before)
            #expect(report.users.map(\.totals) == expected.users.map(\.totals))
            #expect(report.models.map(\.totals) == expected.models.map(\.totals))
            #expect(report.errors.map(\.requests) == expected.errors.map(\.requests))
            #expect(report.durations == expected.durations && report.firstTokens == expected.firstTokens)
        }
        later.close()
    }
}
