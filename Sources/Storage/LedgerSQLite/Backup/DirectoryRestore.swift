import Foundation
import GRDB
public import Ledger

/// Puts a backup into a data directory that no gateway holds.
///
/// The backup is checked first, then copied into a folder inside the data directory, checked there, and only then moved
/// into its place, the ledger's database last. A directory in which that was cut off is refused at start, until the
/// restore is done again. What was in the directory before is kept beside it.
///
/// **Several gateways.** The first start afterwards is a new incarnation, as every start is: what the backup knows is
/// told under the names of its time, where the larger value stays, so nothing counts twice or is taken back. The
/// restored ledger counts as a copy even in its own old directory: leases that were given after the backup was made are
/// not given back by it, because it does not know what was spent of them.
public struct DirectoryRestore {
    /// The folder with the checked copy; nothing else has been touched while it has this name.
    private static let staging = "restore-staging"
    /// Its name from the moment on in which files are moved until they all have been.
    private static let moving = "restore-in-progress"

    let backup: String
    let directory: String
    let databases: [String]

    /// What is done at the moment: which file, and how much of all files, in bytes.
    public struct Step: Sendable, Hashable {
        public var name: String
        public var bytes: Int
        public var of: Int
    }

    /// What a restore has done.
    public struct Outcome: Sendable, Hashable {
        public var manifest: BackupManifest
        /// Where the directory's former files are; nil = there were none.
        public var former: String?
    }

    /// A restore of `backup` into `directory`; the same `databases` as for the backup.
    public init(_ backup: String, into directory: String, databases: [String]) {
        self.backup = backup
        self.directory = directory
        self.databases = databases
    }

    /// Does it, and returns when all is in its place.
    ///
    /// - Parameter replacing: A ledger that is in the directory is moved aside; without, it is an error.
    public func run(replacing: Bool, progress: (Step) -> Void) throws(LedgerError) -> Outcome {
        let manifest = try BackupManifest(of: backup)
        guard manifest.files.contains(where: { $0.name == SQLiteLedger.databaseName }) else {
            throw LedgerError(.damaged, "\(backup) has no ledger in it. Use another backup.")
        }
        try makeDirectory(directory)
        let lock = try DirectoryLock(directory)
        defer { withExtendedLifetime(lock) {} }
        let (staged, ready) = ("\(directory)/\(Self.staging)", "\(directory)/\(Self.moving)")
        let isContinued = access(ready, F_OK) == 0
        let former = try DataDirectoryFiles.all(in: directory, databases: databases)
        guard replacing || isContinued || !former.contains(SQLiteLedger.databaseName) else {
            throw LedgerError(
                .failed,
                "\(directory) has a ledger already. --replace moves its files aside; or choose another directory.")
        }
        if access(staged, F_OK) == 0 { try removeFolder(staged) }
        try makeDirectory(staged)
        do throws(LedgerError) {
            try stage(manifest, in: staged, progress: progress)
            // What an earlier one had not moved yet.
            if isContinued { try removeFolder(ready) }
            try move(staged, to: ready)
        } catch {
            try? FileManager.default.removeItem(atPath: staged)
            throw error
        }
        let aside = former.isEmpty ? nil : "\(directory)/before-restore-\(LedgerClock.system.wall() / 1_000_000)"
        if let aside {
            try makeDirectory(aside)
            for name in former { try move("\(directory)/\(name)", to: "\(aside)/\(name)") }
        }
        let last = SQLiteLedger.databaseName
        for file in manifest.files.map(\.name).filter({ $0 != last }) + [last] {
            try move("\(ready)/\(file)", to: "\(directory)/\(file)")
        }
        try DataFile("\(directory)/\(last)", flags: O_RDONLY).synchronize()
        try removeFolder(ready)
        return Outcome(manifest: manifest, former: aside)
    }

    /// Refuses a directory in which a restore was cut off.
    static func refuseUnfinished(_ directory: String) throws(LedgerError) {
        guard access("\(directory)/\(moving)", F_OK) != 0 else {
            throw LedgerError(
                .damaged,
                "A restore into \(directory) was cut off. Run 'tollgate restore' again; it needs no --replace.")
        }
    }

    private func stage(
        _ manifest: BackupManifest, in staged: String, progress: (Step) -> Void
    ) throws(LedgerError) {
        let all = manifest.files.reduce(0) { $0 + $1.bytes }
        var done = 0
        for file in manifest.files {
            let seal = try FileCopy.copy("\(backup)/\(file.name)", to: "\(staged)/\(file.name)") { count in
                done += count
                progress(Step(name: file.name, bytes: done, of: all))
            }
            guard seal.bytes == file.bytes, seal.text == file.seal else {
                throw LedgerError(
                    .damaged, "\(backup)/\(file.name) is not as it was written. Use another backup.")
            }
        }
        let names = manifest.files.map(\.name)
        for name in names where name == SQLiteLedger.databaseName || databases.contains(name) {
            try DatabaseCopy(path: "\(staged)/\(name)").checkIntegrity()
        }
        let ledger = DatabaseCopy(path: "\(staged)/\(SQLiteLedger.databaseName)")
        let sums = try LedgerSums(ledger)
        guard sums.cost == manifest.cost, sums.rows == manifest.rows, sums.requests == manifest.requests else {
            throw LedgerError(.damaged, "The sums in \(backup) are not those it was made with. Use another backup.")
        }
        try ledger.write { db in
            guard try db.tableExists("incarnations") else { return }
            try db.execute(sql: "UPDATE incarnations SET directory = 'restored'")
        }
        try DirectoryBackup.removeLogs(in: staged, of: names)
    }

    private func makeDirectory(_ path: String) throws(LedgerError) {
        do {
            try FileManager.default.createDirectory(
                atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw LedgerError(.notWritable, "Cannot make \(path): \(error.localizedDescription)")
        }
    }

    private func removeFolder(_ path: String) throws(LedgerError) {
        do {
            try FileManager.default.removeItem(atPath: path)
        } catch {
            throw LedgerError(.notWritable, "Cannot remove \(path): \(error.localizedDescription)")
        }
    }

    private func move(_ source: String, to destination: String) throws(LedgerError) {
        guard rename(source, destination) == 0 else {
            throw LedgerError(errno: errno, doing: "move \(source) to \(destination)", path: destination)
        }
    }
}
