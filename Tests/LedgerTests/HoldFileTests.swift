import Foundation
import Ledger
import LedgerConformance
import LedgerSQLite
import Testing
import Usage

/// What can be in the files of holds when a process starts.
struct HoldFileTests {
    private let directory = TemporaryDirectory()
    private var file: String { "\(directory.path)/holds-0.map" }

    private func open() throws -> SQLiteLedger {
        var settings = SQLiteLedgerSettings()
        settings.retentionDays = 0
        return try SQLiteLedger(directory: directory.path, settings: settings)
    }

    private func rows(_ ledger: SQLiteLedger) async throws -> [UsageRecord] {
        try await ledger.requests(RequestQuery()).records.reversed()
    }

    /// Leaves `count` open holds in the directory.
    private func leave(_ records: [UsageRecord]) throws {
        let ledger = try open()
        let lane = ledger.openLane { _ in }
        for record in records { #expect(lane.open(Hold(record: record)) != nil) }
        ledger.abandon()
    }

    @Test func `every byte of a hold is under its seal`() async throws {
        try leave([SampleCalls.call(1)])
        let whole = try Data(contentsOf: URL(fileURLWithPath: file))
        let used = try #require(whole.lastIndex { $0 != 0 })
        for offset in stride(from: 4096 + 3, through: used, by: 37) {
            var torn = whole
            torn[offset] ^= 0x40
            try torn.write(to: URL(fileURLWithPath: file))
            let ledger = try open()
            #expect(ledger.recovery.tornHolds == 1, "byte \(offset)")
            #expect(ledger.recovery.interruptedRows == 0)
            #expect(try await rows(ledger).isEmpty)
            ledger.close()
        }
        try whole.write(to: URL(fileURLWithPath: file))
        let ledger = try open()
        #expect(ledger.recovery.interruptedRows == 1)
        ledger.close()
    }

    @Test func `a torn hold does not hide the others, and its slot is used again`() async throws {
        let records = (0..<3).map { SampleCalls.call($0) }
        try leave(records)
        var bytes = try Data(contentsOf: URL(fileURLWithPath: file))
        bytes[4096 + 2048 + 100] ^= 1
        try bytes.write(to: URL(fileURLWithPath: file))
        let ledger = try open()
        #expect(ledger.recovery.tornHolds == 1)
        #expect(try await rows(ledger).map(\.id) == [records[0].id, records[2].id])
        ledger.close()
        let next = try open()
        #expect(next.recovery.isClean)
        next.close()
    }

    @Test func `a hold whose row was committed before the process died is not booked again`() async throws {
        let ledger = try open()
        let outcomes = Outcomes()
        let lane = ledger.openLane(outcome: outcomes.note)
        let slot = try #require(lane.open(Hold(record: SampleCalls.call(1))))
        let before = try Data(contentsOf: URL(fileURLWithPath: file))
        lane.settle(SampleCalls.call(1), releasing: slot)
        try await eventually("not committed") { outcomes.count(.committed) == 1 }
        let after = try Data(contentsOf: URL(fileURLWithPath: file))
        #expect(before[4096..<4104].contains { $0 != 0 })
        #expect(after[4096..<4104].allSatisfy { $0 == 0 }, "the slot was emptied")
        ledger.abandon()
        try before.write(to: URL(fileURLWithPath: file))
        let next = try open()
        #expect(next.recovery.isClean)
        #expect(try await rows(next) == [SampleCalls.call(1)])
        next.close()
    }

    @Test func `a file that holds no holds is put aside and told`() async throws {
        try leave([SampleCalls.call(1)])
        try Data(repeating: 7, count: 20_000).write(to: URL(fileURLWithPath: "\(directory.path)/holds-7.map"))
        try Data().write(to: URL(fileURLWithPath: "\(directory.path)/holds-8.map"))
        let ledger = try open()
        #expect(ledger.recovery.unreadableFiles == ["holds-7.map"])
        #expect(ledger.recovery.interruptedRows == 1)
        #expect(FileManager.default.fileExists(atPath: "\(directory.path)/holds-7.map.unreadable"))
        #expect(!FileManager.default.fileExists(atPath: "\(directory.path)/holds-8.map"))
        ledger.close()
    }

    @Test func `what is too long for a slot loses its tags first and its payer last`() async throws {
        var record = SampleCalls.everyField
        record.user = UserID(rawValue: String(repeating: "👩‍👩‍👧", count: 14))
        record.tags = (0..<40).map { UsageRecord.Tag(name: "tag-\($0)", value: String(repeating: "x", count: 200)) }
        record.requestModel = ModelID(rawValue: String(repeating: "é", count: 300))
        var huge = record
        huge.id = CallID(rawValue: 7)
        huge.user = UserID(rawValue: String(repeating: "🙂", count: 4000))
        huge.component = ComponentType(rawValue: String(repeating: "c", count: 9000))
        huge.detail = "{\"a\":\"\(String(repeating: "b", count: 9000))\"}"
        try leave([record, huge])
        let ledger = try open()
        let kept = try #require(try await ledger.request(record.id))
        #expect(kept.user == record.user)
        #expect(kept.requestModel == record.requestModel)
        #expect(kept.tags.isEmpty)
        #expect(kept.tokens == record.tokens)
        let cut = try #require(try await ledger.request(huge.id))
        #expect(cut.knownCost == huge.knownCost)
        #expect(cut.detail == nil)
        #expect(huge.user.rawValue.hasPrefix(cut.user.rawValue))
        #expect(cut.user.rawValue.utf8.count > 1000)
        #expect(cut.component.rawValue.allSatisfy { $0 == "c" })
        ledger.close()
    }

    @Test func `files are used again instead of growing in number`() throws {
        for _ in 0..<3 { try leave((0..<1200).map { SampleCalls.call($0) }) }
        let names = try FileManager.default.contentsOfDirectory(atPath: directory.path)
        #expect(names.count { $0.hasPrefix("holds-") } == 3)
    }

    @Test func `calls that come and go need one file`() async throws {
        let ledger = try open()
        let outcomes = Outcomes()
        let lane = ledger.openLane(outcome: outcomes.note)
        for round in 0..<20 {
            for number in 0..<400 {
                let record = SampleCalls.call(400 * round + number)
                let slot = try #require(lane.open(Hold(record: record)))
                lane.settle(record, releasing: slot)
            }
            try await eventually("not committed") { outcomes.count(.committed) == 400 * (round + 1) }
        }
        let names = try FileManager.default.contentsOfDirectory(atPath: directory.path)
        #expect(names.filter { $0.hasPrefix("holds-") } == ["holds-0.map"])
        ledger.close()
    }
}
