import Foundation
import Ledger
import LedgerConformance
import LedgerSQLite
import Testing

/// What can be wrong with a data directory, and what an operator is told.
struct DirectoryTests {
    private let directory = TemporaryDirectory()

    private func opening(_ path: String? = nil, settings: SQLiteLedgerSettings = SQLiteLedgerSettings()) -> LedgerError?
    {
        do throws(LedgerError) {
            try SQLiteLedger(directory: path ?? directory.path, settings: settings).close()
            return nil
        } catch {
            return error
        }
    }

    @Test func `a directory has one ledger at a time, and the error names its process`() throws {
        let first = try SQLiteLedger(directory: directory.path)
        let error = opening()
        #expect(error?.code == .locked)
        #expect(error?.message.contains("process \(getpid())") == true)
        #expect(error?.message.contains(directory.path) == true)
        first.close()
        #expect(opening() == nil)
    }

    @Test func `nobody but the owner reads what is made, even in a directory that others read`() throws {
        try FileManager.default.createDirectory(
            atPath: directory.path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o755])
        let ledger = try SQLiteLedger(directory: directory.path)
        let lane = ledger.openLane { _ in }
        lane.settle(SampleCalls.call(1), releasing: nil)
        let names = try FileManager.default.contentsOfDirectory(atPath: directory.path)
        for name in names {
            let attributes = try FileManager.default.attributesOfItem(atPath: "\(directory.path)/\(name)")
            let mode = try #require(attributes[.posixPermissions] as? Int)
            #expect(mode & 0o077 == 0, "\(name) has the mode \(String(mode, radix: 8))")
        }
        #expect(Set(names).isSuperset(of: ["ledger.sqlite", "ledger.sqlite-wal", "ledger.sqlite-shm", "holds-0.map"]))
        ledger.close()
    }

    @Test func `a directory that cannot be made is refused`() {
        let error = opening("/proc/tollgate/data")
        #expect(error?.code == .notWritable)
        #expect(error?.message.contains("TOLLGATE_DATA_DIR") == true)
    }

    @Test func `a directory that cannot be written is refused`() {
        let error = opening("/sys/kernel")
        #expect(error?.code == .notWritable)
        #expect(error?.message.contains("/sys/kernel") == true)
    }

    @Test func `a full disk is told at the start`() {
        var settings = SQLiteLedgerSettings()
        settings.journalBytes = 1 << 55
        let error = opening(settings: settings)
        #expect(error?.code == .diskFull)
        #expect(error?.message.contains("MiB free at \(directory.path)") == true)
    }

    @Test func `a database that is none is told, kept, and does not hold the lock`() throws {
        try FileManager.default.createDirectory(atPath: directory.path, withIntermediateDirectories: true)
        let database = "\(directory.path)/ledger.sqlite"
        let garbage = Data(repeating: 0x41, count: 8192)
        try garbage.write(to: URL(fileURLWithPath: database))
        let error = opening()
        #expect(error?.code == .damaged)
        #expect(error?.message.contains(database) == true)
        #expect(try Data(contentsOf: URL(fileURLWithPath: database)) == garbage)
        try FileManager.default.removeItem(atPath: database)
        #expect(opening() == nil)
    }

    @Test func `a database of a newer version is left alone`() throws {
        try SQLiteLedger(directory: directory.path).close()
        try OtherConnection(directory.path).execute("INSERT INTO grdb_migrations VALUES ('from the future')")
        #expect(opening()?.code == .tooNew)
    }

    @Test func `closing twice is closing once, and a closed ledger says so`() async throws {
        let ledger = try SQLiteLedger(directory: directory.path)
        ledger.close()
        ledger.close()
        #expect(!ledger.health.isWritable)
        #expect(ledger.health.message == "The ledger is closed.")
        await #expect(throws: LedgerError(.closed, "The ledger is closed.")) {
            _ = try await ledger.request(CallID(rawValue: 1))
        }
    }

    @Test func `closing writes what is queued, and leaves no log behind`() throws {
        let ledger = try SQLiteLedger(directory: directory.path)
        let outcomes = Outcomes()
        let lane = ledger.openLane(outcome: outcomes.note)
        for number in 0..<500 { lane.settle(SampleCalls.call(number), releasing: nil) }
        ledger.close()
        #expect(outcomes.count(.committed) == 500)
        let names = try FileManager.default.contentsOfDirectory(atPath: directory.path).sorted()
        #expect(names == ["emergency.journal", "holds-0.map", "ledger.sqlite", "tollgate.lock"])
        #expect(try OtherConnection(directory.path).number("SELECT count(*) FROM requests") == 500)
    }

    @Test func `the log is copied into the database while the ledger runs`() async throws {
        let ledger = try SQLiteLedger(directory: directory.path)
        let lane = ledger.openLane { _ in }
        for number in 0..<500 { lane.settle(SampleCalls.call(number), releasing: nil) }
        let copy = TemporaryDirectory()
        try FileManager.default.createDirectory(atPath: copy.path, withIntermediateDirectories: true)
        try await eventually("the database without its log has no rows") {
            try? FileManager.default.removeItem(atPath: "\(copy.path)/ledger.sqlite")
            try FileManager.default.copyItem(
                atPath: "\(directory.path)/ledger.sqlite", toPath: "\(copy.path)/ledger.sqlite")
            return (try? OtherConnection(copy.path).number("SELECT count(*) FROM requests")) == 500
        }
        ledger.close()
    }

    @Test func `only the owner can read the rows`() throws {
        let ledger = try SQLiteLedger(directory: directory.path)
        defer { ledger.close() }
        let attributes = try FileManager.default.attributesOfItem(atPath: directory.path)
        #expect(attributes[.posixPermissions] as? Int == 0o700)
    }
}
