import Foundation
import Ledger
import LedgerConformance
import LedgerSQLite
import Synchronization
import Testing

/// Many lanes at once, and readers meanwhile.
struct ManyThreadsTests {
    private let directory = TemporaryDirectory()

    @Test func `eight threads settle fifty thousand rows: sums and holds are exact`() async throws {
        var settings = SQLiteLedgerSettings()
        settings.retentionDays = 0
        let ledger = try SQLiteLedger(directory: directory.path, settings: settings)
        let threads = 8
        let rowsAThread = 6250
        let outcomes = (0..<threads).map { _ in Outcomes() }
        let ended = Counter()
        await withTaskGroup(of: Void.self) { group in
            for thread in 0..<threads {
                group.addTask {
                    await withCheckedContinuation { continuation in
                        Thread {
                            let lane = ledger.openLane(outcome: outcomes[thread].note)
                            for index in 0..<rowsAThread {
                                let record = SampleCalls.call(thread * rowsAThread + index, after: Int64(index))
                                lane.settle(record, releasing: lane.open(Hold(record: record)))
                                // Some calls are refused, and never settled.
                                if index % 5 == 0, let slot = lane.open(Hold(record: record)) { lane.release(slot) }
                            }
                            ended.add(1)
                            continuation.resume()
                        }.start()
                    }
                }
            }
            group.addTask {
                while ended.value < threads {
                    let report = try? await ledger.costs(CostQuery(month: SampleCalls.month))
                    let users = report?.users.reduce(0) { $0 + $1.totals.requests }
                    #expect(report?.total.requests == users, "a reader sees half a batch")
                    try? await Task.sleep(for: .milliseconds(2))
                }
            }
        }
        ledger.close()
        for (thread, outcomes) in outcomes.enumerated() {
            let expected = (0..<rowsAThread).map {
                SampleCalls.call(thread * rowsAThread + $0, after: Int64($0)).id
            }
            #expect(outcomes.results.map(\.0) == expected, "each row is told once, in order")
            #expect(outcomes.results.allSatisfy { $0.1 == .committed })
        }
        let next = try SQLiteLedger(directory: directory.path, settings: settings)
        #expect(next.recovery.isClean)
        var expected = UsageTotals()
        for thread in 0..<threads {
            for index in 0..<rowsAThread {
                expected.add(SampleCalls.call(thread * rowsAThread + index, after: Int64(index)))
            }
        }
        let report = try await next.costs(CostQuery(month: SampleCalls.month))
        #expect(report.total == expected)
        next.close()
    }

    @Test func `the observer hears of every row`() throws {
        let observer = Counting()
        let ledger = try SQLiteLedger(directory: directory.path, observer: observer)
        let lane = ledger.openLane { _ in }
        for number in 0..<300 { lane.settle(SampleCalls.call(number), releasing: nil) }
        ledger.close()
        #expect(observer.rows.value == 300)
    }

    private final class Counting: LedgerObserver {
        let rows = Counter()

        func ledgerCommitted(rows count: Int, seconds: Double, result: SettledBatch.Result) {
            if result == .committed, seconds >= 0 { rows.add(count) }
        }
    }

    private final class Counter: Sendable {
        private let count = Atomic(0)
        var value: Int { count.load(ordering: .relaxed) }
        func add(_ number: Int) { count.add(number, ordering: .relaxed) }
    }
}
