import Foundation
import GRDB
public import Ledger

/// Copies the data directory of a gateway that may be running, so that a start on the copy is a start on the original.
///
/// **What is in it.** Every call that began before the backup did: as a row, in the copied journal, or as an open hold,
/// which the next start books as `interrupted`. The order makes it so: holds first, then the emergency journal, then the
/// database. A call leaves its hold only when its row is in the database or the journal, and leaves the journal only
/// when it is in the database; whatever was missed at one place is found at the next, and what is found twice has
/// one id. Rows and roll-ups are those of one moment. Last come the other databases: what was told of a row (an alert)
/// is not older than the row.
///
/// **How the gateway bears it.** The writer never waits: the copy reads under SQLite's write-ahead log, which grows
/// meanwhile.
public struct DirectoryBackup {
    /// What is done at the moment.
    public enum Step: Sendable, Hashable {
        /// Calls in flight and the journal.
        case openCalls
        /// A database: pages done, of how many.
        case database(String, pages: Int, of: Int)
        /// The copy is being checked.
        case check(String)
    }

    let directory: String
    let databases: [String]

    /// A backup of `directory`, with further SQLite databases there beside the ledger's.
    public init(of directory: String, databases: [String]) {
        self.directory = directory
        self.databases = databases
    }

    /// Makes the backup `destination`, a directory that does not exist, and returns what is in it.
    ///
    /// It is called `<destination>.partial-<process>` until it is whole and checked. Blocks.
    ///
    /// - Parameters:
    ///   - program: the version of the program.
    ///   - progress: hears of each step.
    public func make(
        _ destination: String, program: String, progress: (Step) -> Void
    ) throws(LedgerError) -> BackupManifest {
        let files = FileManager.default
        guard files.fileExists(atPath: "\(directory)/\(SQLiteLedger.databaseName)") else {
            throw LedgerError(
                .failed, "There is no ledger in \(directory). Say where it is with --data-dir (TOLLGATE_DATA_DIR).")
        }
        guard !files.fileExists(atPath: destination) else {
            throw LedgerError(.failed, "\(destination) is there already; choose another name for the backup.")
        }
        let partial = "\(destination).partial-\(getpid())"
        do {
            try files.createDirectory(
                atPath: partial, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw LedgerError(.notWritable, "Cannot make \(partial): \(error.localizedDescription)")
        }
        do throws(LedgerError) {
            let manifest = try fill(partial, program: program, progress: progress)
            guard rename(partial, destination) == 0 else {
                throw LedgerError(errno: errno, doing: "rename \(partial) to \(destination)", path: destination)
            }
            return manifest
        } catch {
            try? files.removeItem(atPath: partial)
            throw error
        }
    }

    private func fill(
        _ destination: String, program: String, progress: (Step) -> Void
    ) throws(LedgerError) -> BackupManifest {
        var manifest = BackupManifest(program: program, begunAt: LedgerClock.system.wall())
        progress(.openCalls)
        let holds = try HoldCopy(source: directory, destination: destination).run()
        manifest.openCalls = holds.calls
        var names = holds.files
        manifest.journalRows = try copyJournal(to: destination)
        if manifest.journalRows > 0 { names.append(DataDirectoryFiles.journal) }
        for name in [SQLiteLedger.databaseName] + databases {
            guard FileManager.default.fileExists(atPath: "\(directory)/\(name)") else { continue }
            try DatabaseCopy(path: "\(directory)/\(name)").copy(to: "\(destination)/\(name)") { done, all in
                progress(.database(name, pages: done, of: all))
            }
            names.append(name)
        }
        for name in names where name == SQLiteLedger.databaseName || databases.contains(name) {
            progress(.check(name))
            try DatabaseCopy(path: "\(destination)/\(name)").checkIntegrity()
        }
        let sums = try LedgerSums(DatabaseCopy(path: "\(destination)/\(SQLiteLedger.databaseName)"))
        (manifest.rows, manifest.cost, manifest.requests) = (sums.rows, sums.cost, sums.requests)
        try Self.removeLogs(in: destination, of: names)
        for name in names {
            let seal = try FileCopy.seal("\(destination)/\(name)")
            manifest.files.append(.init(name: name, bytes: seal.bytes, seal: seal.text))
        }
        try manifest.write(to: destination)
        return manifest
    }

    /// Copies the journal where it has rows; returns how many.
    private func copyJournal(to destination: String) throws(LedgerError) -> Int {
        let source = "\(directory)/\(DataDirectoryFiles.journal)"
        let copy = "\(destination)/\(DataDirectoryFiles.journal)"
        guard FileManager.default.fileExists(atPath: source) else { return 0 }
        try FileCopy.copy(source, to: copy)
        let rows = try EmergencyJournal(path: copy, capacity: 0, synchronous: false).rows
        if rows == 0 { unlink(copy) }
        return rows
    }

    /// A copy is read with no log beside it; what readers left is empty.
    static func removeLogs(in directory: String, of names: [String]) throws(LedgerError) {
        for name in names {
            for log in ["\(directory)/\(name)-wal", "\(directory)/\(name)-shm"] where access(log, F_OK) == 0 {
                let size = try DataFile(log, flags: O_RDONLY).size
                guard log.hasSuffix("-shm") || size == 0 else {
                    throw LedgerError(.failed, "\(log) has changes that are not in the copy; try the backup again.")
                }
                unlink(log)
            }
        }
    }
}
