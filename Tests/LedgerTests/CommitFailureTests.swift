import Foundation
import Ledger
import LedgerConformance
import LedgerSQLite
import Testing
import Usage

/// What happens to rows while the database does not take them.
struct CommitFailureTests {
    private let directory = TemporaryDirectory()

    private func open(_ change: (inout SQLiteLedgerSettings) -> Void = { _ in }) throws -> SQLiteLedger {
        var settings = SQLiteLedgerSettings()
        settings.retentionDays = 0
        settings.retrySeconds = 0.05
        settings.busyTimeoutMilliseconds = 50
        change(&settings)
        return try SQLiteLedger(directory: directory.path, settings: settings)
    }

    private func rows(_ ledger: SQLiteLedger) async throws -> [UsageRecord] {
        var query = RequestQuery()
        query.limit = 1_000_000
        return try await ledger.requests(query).records.reversed()
    }

    /// Settles the calls with these numbers, each with a hold.
    private func settle(_ numbers: Range<Int>, on lane: any LedgerLane) throws {
        for number in numbers {
            let record = SampleCalls.call(number)
            let slot = try #require(lane.open(Hold(record: record)))
            lane.settle(record, releasing: slot)
        }
    }

    @Test func `rows wait in the journal, health says why, and both end with the trouble`() async throws {
        let ledger = try open()
        let other = try OtherConnection(directory.path)
        let outcomes = Outcomes()
        let lane = ledger.openLane(outcome: outcomes.note)
        try other.forbidInserts()
        try settle(0..<40, on: lane)
        try await eventually("no outcome") { outcomes.results.count == 40 }
        #expect(outcomes.count(.journaled) == 40)
        let health = ledger.health
        #expect(!health.isWritable)
        #expect(health.rowsWaiting == 40)
        #expect(health.lagSeconds > 0)
        #expect(health.message?.contains("broken") == true)
        #expect(health.message?.contains("40 rows wait in the emergency journal") == true)
        #expect(try await rows(ledger).isEmpty)

        try other.allowInserts()
        try await eventually("the rows did not come") { try await rows(ledger).count == 40 }
        try await eventually("the health did not come back") { ledger.health.rowsWaiting == 0 }
        #expect(ledger.health == LedgerHealth(isWritable: true, rowsWaiting: 0, lagSeconds: 0, message: nil))
        #expect(try await rows(ledger) == (0..<40).map { SampleCalls.call($0) })
        #expect(outcomes.results.count == 40, "an end is told once")
        ledger.close()
    }

    @Test func `journaled rows survive a crash, once`() async throws {
        let ledger = try open()
        let outcomes = Outcomes()
        let lane = ledger.openLane(outcome: outcomes.note)
        let other = try OtherConnection(directory.path)
        try other.forbidInserts()
        try settle(0..<40, on: lane)
        try await eventually("no outcome") { outcomes.count(.journaled) == 40 }
        ledger.abandon()
        try other.allowInserts()

        let next = try open()
        #expect(next.recovery.replayedRows == 40)
        #expect(next.recovery.interruptedRows == 0)
        #expect(try await rows(next) == (0..<40).map { SampleCalls.call($0) })
        next.abandon()
        let third = try open()
        #expect(third.recovery == LedgerRecovery())
        #expect(try await rows(third).count == 40)
        third.close()
    }

    @Test func `a row in the journal and in the database counts once`() async throws {
        let ledger = try open()
        let outcomes = Outcomes()
        let lane = ledger.openLane(outcome: outcomes.note)
        for number in 0..<20 {
            #expect(lane.journal(SampleCalls.call(number)))
            lane.settle(SampleCalls.call(number), releasing: nil)
        }
        try await eventually("no outcome") { outcomes.count(.committed) == 20 }
        try await eventually("the journal was not emptied") { ledger.health.rowsWaiting == 0 }
        #expect(try await ledger.counterTotals().reduce(0) { $0 + $1.totals.requests } == 20)
        ledger.close()
    }

    @Test func `a database that somebody locks takes rows again when it is let go`() async throws {
        let ledger = try open()
        let other = try OtherConnection(directory.path)
        let outcomes = Outcomes()
        let lane = ledger.openLane(outcome: outcomes.note)
        try other.execute("BEGIN IMMEDIATE")
        try settle(0..<5, on: lane)
        try await eventually("no outcome") { outcomes.results.count == 5 }
        #expect(outcomes.count(.journaled) == 5)
        #expect(ledger.health.message?.contains("locked by another program") == true)
        try other.execute("ROLLBACK")
        try await eventually("the rows did not come") { try await rows(ledger).count == 5 }
        try await eventually("not healthy") { ledger.health.isWritable }
        ledger.close()
    }

    @Test func `the database is tried again even when no row waits`() async throws {
        let ledger = try open {
            $0.rowsInMemory = 0
            $0.journalBytes = 0
        }
        let other = try OtherConnection(directory.path)
        let outcomes = Outcomes()
        let lane = ledger.openLane(outcome: outcomes.note)
        try other.execute("BEGIN IMMEDIATE")
        var record = SampleCalls.call(1)
        record.upstreamRequestID = String(repeating: "x", count: 5000)
        lane.settle(record, releasing: nil)
        try await eventually("no outcome") { outcomes.count(.failed) == 1 }
        #expect(!ledger.health.isWritable)
        #expect(ledger.health.rowsWaiting == 0)
        try await Task.sleep(for: .milliseconds(200))
        #expect(!ledger.health.isWritable)
        try other.execute("ROLLBACK")
        try await eventually("not healthy") { ledger.health.isWritable }
        ledger.close()
    }

    @Test func `when the journal is full, rows wait in memory with their holds`() async throws {
        let ledger = try open { $0.journalBytes = 0 }
        let other = try OtherConnection(directory.path)
        let outcomes = Outcomes()
        let lane = ledger.openLane(outcome: outcomes.note)
        try other.forbidInserts()
        try settle(0..<60, on: lane)
        try await eventually("no outcome") { outcomes.results.count == 60 }
        let journaled = outcomes.count(.journaled)
        #expect(journaled > 0 && journaled < 60)
        #expect(outcomes.count(.failed) == 60 - journaled)
        #expect(ledger.health.rowsWaiting == 60)
        #expect(ledger.health.message?.contains("\(60 - journaled) rows wait in memory only") == true)
        #expect(!lane.journal(SampleCalls.call(100)))
        try other.allowInserts()
        try await eventually("the rows did not come") { try await rows(ledger).count == 60 }
        try await eventually("rows still wait") { ledger.health.rowsWaiting == 0 }
        #expect(try await rows(ledger) == (0..<60).map { SampleCalls.call($0) })
        let holds = try Data(contentsOf: URL(fileURLWithPath: "\(directory.path)/holds-0.map"))
        let seals = stride(from: 4096, to: holds.count, by: 2048).map { holds[$0..<$0 + 8] }
        #expect(seals.allSatisfy { $0.allSatisfy { $0 == 0 } }, "every slot was emptied")
        ledger.abandon()
        let next = try open()
        #expect(next.recovery == LedgerRecovery(), "no hold was left")
        next.close()
    }

    @Test func `rows beyond the limit of the memory are booked as interrupted at the next start`() async throws {
        let ledger = try open {
            $0.journalBytes = 0
            $0.rowsInMemory = 3
        }
        let other = try OtherConnection(directory.path)
        let outcomes = Outcomes()
        let lane = ledger.openLane(outcome: outcomes.note)
        try other.forbidInserts()
        try settle(0..<60, on: lane)
        try await eventually("no outcome") { outcomes.results.count == 60 }
        let given = 60 - outcomes.count(.journaled) - 3
        #expect(ledger.health.message?.contains("\(given) rows were given up") == true)
        try other.allowInserts()
        try await eventually("rows still wait") { ledger.health.rowsWaiting == 0 }
        ledger.close()
        let next = try open()
        #expect(next.recovery.interruptedRows == given)
        #expect(try await rows(next).map(\.id) == (0..<60).map { SampleCalls.call($0).id })
        next.close()
    }

    @Test func `a database that breaks while it is used is told, and nothing is lost`() async throws {
        let ledger = try open()
        let other = try OtherConnection(directory.path)
        let outcomes = Outcomes()
        let lane = ledger.openLane(outcome: outcomes.note)
        try other.execute("ALTER TABLE day_totals RENAME TO gone")
        try settle(0..<10, on: lane)
        try await eventually("no outcome") { outcomes.count(.journaled) == 10 }
        #expect(ledger.health.message?.contains("day_totals") == true)
        try other.execute("ALTER TABLE gone RENAME TO day_totals")
        try await eventually("the rows did not come") { try await rows(ledger).count == 10 }
        #expect(try await ledger.counterTotals().reduce(0) { $0 + $1.totals.requests } == 10)
        ledger.close()
    }

    @Test func `a frame that was torn ends the journal, the frames before it count`() async throws {
        let ledger = try open()
        let other = try OtherConnection(directory.path)
        try other.forbidInserts()
        let lane = ledger.openLane { _ in }
        for number in 0..<10 { #expect(lane.journal(SampleCalls.call(number))) }
        ledger.abandon()
        try other.allowInserts()
        let path = "\(directory.path)/emergency.journal"
        let file = try #require(FileHandle(forUpdatingAtPath: path))
        let bytes = try #require(try file.readToEnd())
        let last = try #require(bytes.lastIndex { $0 != 0 })
        try file.seek(toOffset: UInt64(last))
        try file.write(contentsOf: [bytes[last] ^ 0x10])
        try file.close()

        let next = try open()
        #expect(next.recovery.replayedRows == 9)
        #expect(try await rows(next) == (0..<9).map { SampleCalls.call($0) })
        next.close()
    }

    @Test func `a journal that is none is put aside and told, and there is a new one`() async throws {
        try open().close()
        let path = "\(directory.path)/emergency.journal"
        let garbage = Data((0..<50_000).map { UInt8(truncatingIfNeeded: $0 &* 7 &+ 1) })
        try garbage.write(to: URL(fileURLWithPath: path))
        let ledger = try open()
        #expect(ledger.recovery.unreadableFiles == ["emergency.journal"])
        #expect(try Data(contentsOf: URL(fileURLWithPath: path + ".unreadable")) == garbage)
        let other = try OtherConnection(directory.path)
        try other.forbidInserts()
        let lane = ledger.openLane { _ in }
        for number in 0..<3 { #expect(lane.journal(SampleCalls.call(number))) }
        ledger.abandon()
        try other.allowInserts()
        let next = try open()
        #expect(next.recovery.unreadableFiles.isEmpty && next.recovery.replayedRows == 3)
        next.close()
    }

    @Test func `an emptied journal does not replay what it had before`() async throws {
        let ledger = try open()
        let other = try OtherConnection(directory.path)
        let lane = ledger.openLane { _ in }
        for number in 0..<30 { #expect(lane.journal(SampleCalls.call(number))) }
        try await eventually("not emptied") { ledger.health.rowsWaiting == 0 }
        try other.forbidInserts()
        for number in 100..<103 { #expect(lane.journal(SampleCalls.call(number))) }
        ledger.abandon()
        try other.allowInserts()
        // Rows that are gone from the database would come back if old frames were read.
        try other.execute("DELETE FROM requests")
        let next = try open()
        #expect(try await rows(next).map(\.id) == (100..<103).map { SampleCalls.call($0).id })
        next.close()
    }
}
