import Foundation
import Ledger
import LedgerConformance
import LedgerSQLite
import Testing

/// Runs the suite of `LedgerConformance` on both adapters.
struct ConformanceTests {
    @Test(arguments: ConformanceCase.all)
    func `in memory`(_ rule: ConformanceCase) async throws {
        try await rule.run(on: InMemoryUnderTest())
    }

    @Test(arguments: ConformanceCase.all)
    func `in SQLite`(_ rule: ConformanceCase) async throws {
        let directory = TemporaryDirectory()
        try await rule.run(on: SQLiteUnderTest(directory.path))
    }

    @Test(arguments: [0, 1])
    func `in SQLite, with the smallest segments and synchronous full`(_ index: Int) async throws {
        var settings = SQLiteLedgerSettings()
        settings.holdsPerSegment = 1
        settings.synchronous = index == 0 ? .normal : .full
        for rule in ConformanceCase.all where rule.name.contains("hold") {
            let directory = TemporaryDirectory()
            try await rule.run(on: SQLiteUnderTest(directory.path, settings: settings))
        }
    }
}

private struct InMemoryUnderTest: LedgerUnderTest {
    private var current = InMemoryLedger(createdAt: 1_793_491_200)
    var ledger: any LedgerWriting & LedgerReading & SpendReading { current }

    mutating func crash() { current = current.afterCrash() }
    mutating func restart() { current = current.afterCrash() }
}

private struct SQLiteUnderTest: LedgerUnderTest {
    private var current: SQLiteLedger
    private let directory: String
    private let settings: SQLiteLedgerSettings
    var ledger: any LedgerWriting & LedgerReading & SpendReading { current }

    init(_ directory: String, settings: SQLiteLedgerSettings = SQLiteLedgerSettings()) throws {
        self.directory = directory
        var settings = settings
        // Rows of the suite are from 2026; the clock need not be.
        settings.retentionDays = 0
        self.settings = settings
        current = try SQLiteLedger(directory: directory, settings: settings)
    }

    mutating func crash() throws {
        current.abandon()
        current = try SQLiteLedger(directory: directory, settings: settings)
    }

    mutating func restart() throws {
        current.close()
        current = try SQLiteLedger(directory: directory, settings: settings)
    }
}
