import Foundation
import Ledger

/// Which files of a data directory belong to its ledger.
enum DataDirectoryFiles {
    static let journal = "emergency.journal"

    /// The files of holds, in order of their names.
    static func holds(in directory: String) throws(LedgerError) -> [String] {
        try names(in: directory).filter { $0.hasPrefix("holds-") && $0.hasSuffix(".map") }
    }

    /// Everything that a ledger keeps, with what SQLite puts beside its databases; not the lock.
    ///
    /// - Parameter databases: further databases beside the ledger's, by name.
    static func all(in directory: String, databases: [String]) throws(LedgerError) -> [String] {
        let known = [SQLiteLedger.databaseName] + databases
        return try names(in: directory).filter { name in
            name == journal || (name.hasPrefix("holds-") && name.contains(".map"))
                || known.contains { name == $0 || name == "\($0)-wal" || name == "\($0)-shm" }
        }
    }

    private static func names(in directory: String) throws(LedgerError) -> [String] {
        do {
            return try FileManager.default.contentsOfDirectory(atPath: directory).sorted()
        } catch {
            throw LedgerError(.notWritable, "Cannot list \(directory): \(error.localizedDescription)")
        }
    }
}
