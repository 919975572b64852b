import Budgets
import Ledger
import LedgerConformance
import LedgerSQLite
import Money
import Testing
import Usage

/// Spend by the model that was asked for, in a database of a version that did not keep it.
struct ModelCostsTests {
    private let directory = TemporaryDirectory()
    private let day: Int64 = 86_400_000_000

    @Test func `a ledger of an earlier version is summed anew, pruned rows by what reports say of them`() async throws {
        let records = (0..<120).map { number in
            var call = SampleCalls.call(number, after: Int64(number) * day / 30)
            if number % 3 == 1, call.pricedAs != nil { call.pricedAs = ModelID(rawValue: "model-9") }
            return call
        }
        let ledger = try SQLiteLedger(directory: directory.path)
        let lane = ledger.openLane { _ in }
        for record in records { lane.settle(record, releasing: nil) }
        ledger.close()
        let other = try OtherConnection(directory.path)
        // As it was before: no such table, and the rows of the first day and a half are gone.
        try other.execute(
            """
            DROP TABLE model_costs;
            DELETE FROM grdb_migrations WHERE identifier = 'models asked for';
            DELETE FROM requests WHERE started_at < \(SampleCalls.november + day * 3 / 2);
            """)
        let again = try SQLiteLedger(directory: directory.path)
        var expected: [String: NanoUSD] = [:]
        for record in records {
            let isKept = record.startedAt >= SampleCalls.november + day * 3 / 2
            let name = isKept ? record.budgetedModel : record.reportedModel
            expected[name?.rawValue ?? "", default: .zero] += record.knownCost
        }
        let found = try await again.spend(SpendQuery(scope: .model, name: nil, period: .total))
        #expect(found == expected.filter { $0.value != .zero })
        again.close()
    }

    @Test func `calls that cost nothing leave no name behind`() async throws {
        let ledger = try SQLiteLedger(directory: directory.path)
        let lane = ledger.openLane { _ in }
        for number in 0..<50 {
            var call = SampleCalls.call(number)
            call.requestModel = ModelID(rawValue: "made-up-\(number)")
            call.knownCost = .zero
            call.cost = nil
            lane.settle(call, releasing: nil)
        }
        ledger.close()
        #expect(try OtherConnection(directory.path).number("SELECT count(*) FROM model_costs") == 0)
    }
}
