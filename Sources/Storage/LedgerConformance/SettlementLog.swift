import Ledger
import Synchronization

/// Gathers what a lane is told, and lets a test wait for it.
final class SettlementLog: Sendable {
    private let batches = Mutex<[SettledBatch]>([])

    /// What to open a lane with.
    var outcome: @Sendable (SettledBatch) -> Void {
        { [self] batch in batches.withLock { $0.append(batch) } }
    }

    /// Everything told so far.
    var all: [SettledBatch] { batches.withLock { $0 } }

    /// The ids told so far.
    var ids: [CallID] { all.flatMap(\.ids) }

    /// Waits until `count` ids were told.
    func wait(for count: Int) async throws {
        for _ in 0..<20_000 {
            if ids.count >= count { return }
            try await Task.sleep(for: .milliseconds(1))
        }
        throw ConformanceFailure("of \(count) rows only \(ids.count) were settled in 20 s")
    }
}

extension LedgerUnderTest {
    /// Settles rows without holds, on a lane of their own, and waits for their commit.
    func settle(_ records: [UsageRecord]) async throws {
        let log = SettlementLog()
        let lane = ledger.openLane(outcome: log.outcome)
        for record in records { lane.settle(record, releasing: nil) }
        try await log.wait(for: records.count)
    }

    /// All rows, newest first.
    func allRows() async throws -> [UsageRecord] {
        var query = RequestQuery()
        query.limit = 1_000_000
        return try await ledger.requests(query).records
    }
}
