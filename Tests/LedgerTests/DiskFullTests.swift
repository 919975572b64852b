import Foundation
import Glibc
import Ledger
import LedgerConformance
import LedgerSQLite
import Testing

/// A file system that is really full: a small one in memory, where the tests may mount one.
@Suite(.enabled(if: SmallDisk.canMount))
struct DiskFullTests {
    @Test func `a full disk costs no row and no hold, and the way back needs no restart`() async throws {
        let disk = try #require(SmallDisk(mebibytes: 24))
        var settings = SQLiteLedgerSettings()
        settings.retentionDays = 0
        settings.retrySeconds = 0.05
        settings.journalBytes = 1 << 20
        settings.holdsPerSegment = 256
        let ledger = try SQLiteLedger(directory: "\(disk.path)/data", settings: settings)
        let outcomes = Outcomes()
        let lane = ledger.openLane(outcome: outcomes.note)
        var settled = 0
        func settleSome() async throws {
            for _ in 0..<50 {
                let record = SampleCalls.call(settled)
                let slot = try #require(lane.open(Hold(record: record)), "holds have their space beforehand")
                lane.settle(record, releasing: slot)
                settled += 1
            }
            try await eventually("no outcome") { outcomes.results.count == settled }
        }
        try await settleSome()
        #expect(outcomes.count(.committed) == 50)

        try disk.fill()
        // The first failures pass: a checkpoint makes room in the log once or twice.
        var health = ledger.health
        while health.isWritable, settled < 50_000 {
            try await settleSome()
            health = ledger.health
        }
        #expect(!health.isWritable)
        #expect(outcomes.count(.journaled) > 0)
        #expect(outcomes.count(.failed) == 0)
        #expect(
            health.message?.contains("The disk is full (0 MiB free at \(disk.path)/data); free some space.") == true)

        var slots: [HoldSlot] = []
        while let slot = lane.open(Hold(record: SampleCalls.call(100_000 + slots.count))), slots.count < 10_000 {
            slots.append(slot)
        }
        #expect(slots.count < 10_000, "no further file of holds fits, and open says so")
        for slot in slots { lane.release(slot) }
        let names = try FileManager.default.contentsOfDirectory(atPath: "\(disk.path)/data")
        #expect(names.count { $0.hasPrefix("holds-") } == slots.count / 256, "a file that could not be made is gone")

        try disk.empty()
        try await eventually("the rows did not come") { ledger.health.isWritable && ledger.health.rowsWaiting == 0 }
        #expect(try await ledger.counterTotals().reduce(0) { $0 + $1.totals.requests } == Int64(settled))
        try await settleSome()
        #expect(outcomes.results.last?.1 == .committed)
        ledger.close()
        let next = try SQLiteLedger(directory: "\(disk.path)/data", settings: settings)
        #expect(next.recovery.isClean)
        next.close()
    }

    @Test func `a disk that is full from the start is told`() throws {
        let disk = try #require(SmallDisk(mebibytes: 2))
        var settings = SQLiteLedgerSettings()
        settings.journalBytes = 64 << 20
        do {
            try SQLiteLedger(directory: "\(disk.path)/data", settings: settings).close()
            Issue.record("it fits")
        } catch {
            #expect(error.code == .diskFull)
        }
    }
}

/// A file system in memory; unmounted with the object.
final class SmallDisk {
    let path: String
    private let directory = TemporaryDirectory()

    init?(mebibytes: Int) {
        path = directory.path
        guard (try? FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)) != nil,
            mount("tollgate-tests", path, "tmpfs", 0, "size=\(mebibytes)m") == 0
        else { return nil }
    }

    deinit { umount2(path, Int32(MNT_DETACH)) }

    /// Whether this process may mount (root, mostly).
    static var canMount: Bool { SmallDisk(mebibytes: 1) != nil }

    /// Leaves no block free.
    func fill() throws {
        let descriptor = open("\(path)/ballast", O_WRONLY | O_CREAT, 0o600)
        try #require(descriptor >= 0)
        defer { close(descriptor) }
        let block = [UInt8](repeating: 1, count: 4096)
        while write(descriptor, block, block.count) == block.count {}
    }

    /// Takes away what ``fill()`` put there.
    func empty() throws { try FileManager.default.removeItem(atPath: "\(path)/ballast") }
}
