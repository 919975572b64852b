import GRDB
import Glibc
import Ledger

/// One database of a data directory: copied while it is written, and checked.
struct DatabaseCopy {
    private static let pagesAStep: CInt = 1024
    let path: String

    /// Copies the database to the new file `destination`, as it stands at one moment: SQLite's online backup within one
    /// reading transaction, so that commits that come meanwhile neither wait nor make it begin again.
    ///
    /// `progress` hears of the pages done, and of all.
    func copy(
        to destination: String, progress: (Int, Int) -> Void
    ) throws(LedgerError) {
        do {
            // Made here, so that it is its owner's only from the first byte on.
            _ = try DataFile(destination, flags: O_RDWR | O_CREAT | O_EXCL)
            let target = try DatabaseQueue(path: destination)
            try open().read { db in
                try target.writeWithoutTransaction { copy in
                    try withoutActuallyEscaping(progress) { progress in
                        try db.backup(to: copy, pagesPerStep: Self.pagesAStep) { step in
                            progress(step.completedPageCount, step.totalPageCount)
                        }
                    }
                }
            }
            try target.close()
            try DataFile(destination, flags: O_RDONLY).synchronize()
        } catch let error as LedgerError {
            throw error
        } catch {
            throw SQLiteFailure(error).ledgerError(database: path)
        }
    }

    /// Reads from it, in one transaction.
    func read<Value>(_ body: (Database) throws -> Value) throws(LedgerError) -> Value {
        do {
            return try open().read(body)
        } catch let error as LedgerError {
            throw error
        } catch {
            throw SQLiteFailure(error).ledgerError(database: path)
        }
    }

    /// Changes it; nobody else has it open.
    func write(_ body: (Database) throws -> Void) throws(LedgerError) {
        do {
            let queue = try DatabaseQueue(path: path)
            try queue.write(body)
            try queue.close()
            try DataFile(path, flags: O_RDONLY).synchronize()
        } catch let error as LedgerError {
            throw error
        } catch {
            throw SQLiteFailure(error).ledgerError(database: path)
        }
    }

    /// SQLite's own check of every page, row and index.
    func checkIntegrity() throws(LedgerError) {
        let findings = try read { db in try String.fetchAll(db, sql: "PRAGMA integrity_check(5)") }
        guard findings == ["ok"] else {
            throw LedgerError(.damaged, "\(path) is damaged: \(findings.joined(separator: "; ")). Use another backup.")
        }
    }

    private func open() throws -> DatabaseQueue {
        var configuration = Configuration()
        configuration.readonly = true
        configuration.busyMode = .timeout(30)
        return try DatabaseQueue(path: path, configuration: configuration)
    }
}
