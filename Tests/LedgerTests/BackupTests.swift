import Foundation
import Ledger
import LedgerConformance
import LedgerSQLite
import PolicySQLite
import Synchronization
import Testing
import Usage

/// Copies of a data directory that is in use.
struct BackupTests {
    private let directory = TemporaryDirectory()
    private let elsewhere = TemporaryDirectory()
    private let shelf = TemporaryDirectory()
    private var place: String { "\(shelf.path)/backup" }

    private func open(_ path: String) throws -> SQLiteLedger {
        var settings = SQLiteLedgerSettings()
        settings.retentionDays = 0
        settings.retrySeconds = 0.05
        return try SQLiteLedger(directory: path, settings: settings)
    }

    @discardableResult
    private func backUp(_ steps: (DirectoryBackup.Step) -> Void = { _ in }) throws(LedgerError) -> BackupManifest {
        try DirectoryBackup(of: directory.path, databases: [PolicyStore.fileName])
            .make(place, program: "test", progress: steps)
    }

    @discardableResult
    private func restore(replacing: Bool = false) throws(LedgerError) -> DirectoryRestore.Outcome {
        try DirectoryRestore(place, into: elsewhere.path, databases: [PolicyStore.fileName])
            .run(replacing: replacing) { _ in }
    }

    private func failure(_ body: () throws(LedgerError) -> Void) -> LedgerError? {
        do throws(LedgerError) {
            try body()
            return nil
        } catch {
            return error
        }
    }

    private func rows(_ ledger: SQLiteLedger) async throws -> [UsageRecord] {
        var query = RequestQuery()
        query.limit = 1_000_000
        return try await ledger.requests(query).records.reversed()
    }

    @Test func `under load each call that began before is in the copy once, and sums are those of its rows`()
        async throws
    {
        let ledger = try open(directory.path)
        let isStopping = Atomic(false)
        let opened = Atomic(0)
        let load = Thread {
            let lane = ledger.openLane { _ in }
            var waiting: [(UsageRecord, HoldSlot)] = []
            var number = 0
            while !isStopping.load(ordering: .relaxed) {
                let record = SampleCalls.call(number, after: Int64(number))
                if let slot = lane.open(Hold(record: record)) { waiting.append((record, slot)) }
                number += 1
                opened.store(number, ordering: .releasing)
                // Some hundred calls are open at any time.
                if waiting.count > 100 {
                    let (settled, slot) = waiting.removeFirst()
                    lane.settle(settled, releasing: slot)
                }
                if number % 10 == 0 { usleep(5000) }
            }
        }
        load.start()
        try await eventually("no load") { opened.load(ordering: .acquiring) > 500 }
        for round in 0..<2 {
            let before = opened.load(ordering: .acquiring)
            var pages = 0
            let manifest = try backUp { step in
                if case .database(_, let done, _) = step { pages = max(pages, done) }
            }
            #expect(pages > 10)
            try restore()
            let copy = try open(elsewhere.path)
            #expect(copy.recovery.tornHolds == 0)
            let found = try await rows(copy)
            let ids = Set(found.map(\.id))
            #expect(ids.count == found.count)
            #expect(
                ids.isSuperset(of: (0..<before).map { SampleCalls.call($0, after: Int64($0)).id }), "round \(round)")
            #expect(found.count == manifest.rows + copy.recovery.interruptedRows)
            var sum = UsageTotals()
            for record in found { sum.add(record) }
            #expect(try await copy.costs(CostQuery(month: SampleCalls.month)).total == sum)
            copy.close()
            for path in [place, elsewhere.path] { try FileManager.default.removeItem(atPath: path) }
        }
        isStopping.store(true, ordering: .relaxed)
        try await eventually("the load goes on") { load.isFinished }
        ledger.close()
    }

    @Test func `rows of the journal and calls in flight come along, keys too`() async throws {
        let policies = { (path: String) throws(LedgerError) in try PolicyStore(directory: path) }
        let ledger = try open(directory.path)
        let store = try policies(directory.path)
        let key = VirtualKeyRecord(
            id: KeyID(rawValue: "k1"), digest: Array(repeating: 7, count: 32), hint: "7",
            owner: UserID(rawValue: "alice"),
            createdAt: 1)
        try await store.save(key)
        let lane = ledger.openLane { _ in }
        lane.settle(SampleCalls.call(1), releasing: lane.open(Hold(record: SampleCalls.call(1))))
        try await eventually("not committed") { try await rows(ledger).count == 1 }
        _ = lane.open(Hold(record: SampleCalls.call(2)))
        try OtherConnection(directory.path).forbidInserts()
        lane.settle(SampleCalls.call(3), releasing: lane.open(Hold(record: SampleCalls.call(3))))
        try await eventually("not in the journal") { ledger.health.rowsWaiting == 1 }
        let manifest = try backUp()
        #expect((manifest.rows, manifest.openCalls, manifest.journalRows) == (1, 1, 1))
        #expect(manifest.files.map(\.name) == ["holds-0.map", "emergency.journal", "ledger.sqlite", "policy.sqlite"])
        try restore()
        try OtherConnection(elsewhere.path).allowInserts()
        let copy = try open(elsewhere.path)
        #expect(try await rows(copy).map(\.id) == (1...3).map { SampleCalls.call($0).id })
        #expect(try await rows(copy).map(\.usageSource) == [.reported, .interrupted, .reported])
        #expect(try await policies(elsewhere.path).keys().map(\.id) == [key.id])
        copy.close()
        try OtherConnection(directory.path).allowInserts()
        ledger.close()
    }

    @Test(arguments: ["ledger.sqlite", "policy.sqlite", "holds-0.map", "backup.json"])
    func `a backup of which one byte was changed is refused, and nothing is touched`(name: String) async throws {
        let ledger = try open(directory.path)
        let store = try PolicyStore(directory: directory.path)
        let lane = ledger.openLane { _ in }
        for number in 0..<20 { lane.settle(SampleCalls.call(number), releasing: nil) }
        _ = lane.open(Hold(record: SampleCalls.call(30)))
        try await eventually("not committed") { try await rows(ledger).count == 20 }
        try backUp()
        try store.close()
        ledger.close()
        let path = "\(place)/\(name)"
        let whole = try Data(contentsOf: URL(fileURLWithPath: path))
        for offset in stride(from: 11, to: whole.count, by: max(1, whole.count / 7)) {
            var changed = whole
            changed[offset] ^= 0x10
            try changed.write(to: URL(fileURLWithPath: path))
            // In the list of files a changed letter may be one of a name or a number that nothing rests on.
            guard let error = failure({ () throws(LedgerError) in try restore() }) else {
                #expect(name == "backup.json")
                try FileManager.default.removeItem(atPath: elsewhere.path)
                continue
            }
            #expect([.damaged, .failed, .tooNew].contains(error.code), "\(error)")
            let left = (try? FileManager.default.contentsOfDirectory(atPath: elsewhere.path)) ?? []
            #expect(left.allSatisfy { $0 == "tollgate.lock" }, "\(left)")
        }
        try whole.write(to: URL(fileURLWithPath: path))
        try restore()
    }

    @Test func `a directory that is in use, or has a ledger, is refused; replaced files stay beside`() async throws {
        let ledger = try open(directory.path)
        ledger.openLane { _ in }.settle(SampleCalls.call(1), releasing: nil)
        try await eventually("not committed") { try await rows(ledger).count == 1 }
        try backUp()
        #expect(failure { () throws(LedgerError) in try backUp() }?.message.contains("is there already") == true)
        ledger.close()
        let other = try open(elsewhere.path)
        let lane = other.openLane { _ in }
        lane.settle(SampleCalls.call(5), releasing: nil)
        lane.settle(SampleCalls.call(6), releasing: nil)
        try await eventually("not committed") { try await rows(other).count == 2 }
        #expect(failure { () throws(LedgerError) in try restore(replacing: true) }?.code == .locked)
        other.close()
        #expect(failure { () throws(LedgerError) in try restore() }?.message.contains("--replace") == true)
        let former = try #require(try restore(replacing: true).former)
        let (now, before) = (try open(elsewhere.path), try open(former))
        #expect(try await rows(now).map(\.id) == [SampleCalls.call(1).id])
        #expect(try await rows(before).map(\.id) == [5, 6].map { SampleCalls.call($0).id })
        now.close()
        before.close()
    }

    @Test func `a directory in which a restore was cut off is refused until it is done again`() async throws {
        let ledger = try open(directory.path)
        ledger.openLane { _ in }.settle(SampleCalls.call(1), releasing: nil)
        try await eventually("not committed") { try await rows(ledger).count == 1 }
        try backUp()
        ledger.close()
        // As it is between two moves: some files in their place, the database not.
        let moving = "\(elsewhere.path)/restore-in-progress"
        try FileManager.default.createDirectory(atPath: moving, withIntermediateDirectories: true)
        try Data("x".utf8).write(to: URL(fileURLWithPath: "\(moving)/ledger.sqlite"))
        #expect(throws: LedgerError.self) { try open(elsewhere.path) }
        try restore()
        let copy = try open(elsewhere.path)
        #expect(try await rows(copy).count == 1)
        copy.close()
    }

    @Test func `a ledger of which a user was forgotten can be backed up and restored`() async throws {
        let ledger = try open(directory.path)
        let lane = ledger.openLane { _ in }
        for number in 0..<20 { lane.settle(SampleCalls.call(number), releasing: nil) }
        try await eventually("not committed") { try await rows(ledger).count == 20 }
        ledger.close()
        let other = try OtherConnection(directory.path)
        // As docs/security.md says.
        for table in [
            "requests", "user_totals", "user_days", "user_hours", "user_parts", "frozen_users", "frozen_parts",
        ] {
            try other.execute("DELETE FROM \(table) WHERE user = 'user-3'")
        }
        try other.execute("VACUUM")
        let manifest = try backUp()
        #expect(manifest.rows == 17 && manifest.requests == 20)
        try restore()
    }

    @Test func `sums that contradict their rows are no backup`() async throws {
        let ledger = try open(directory.path)
        ledger.openLane { _ in }.settle(SampleCalls.call(1), releasing: nil)
        try await eventually("not committed") { try await rows(ledger).count == 1 }
        ledger.close()
        for change in ["UPDATE day_totals SET cost = cost + 1", "UPDATE requests SET known_cost = known_cost + 5"] {
            try OtherConnection(directory.path).execute(change)
            #expect(failure { () throws(LedgerError) in try backUp() }?.code == .damaged)
            #expect(try FileManager.default.contentsOfDirectory(atPath: shelf.path).isEmpty)
            try OtherConnection(directory.path).execute(change.replacing("+", with: "-"))
        }
        try backUp()
    }
}
