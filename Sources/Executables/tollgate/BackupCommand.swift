import ArgumentParser
import Foundation
import Ledger
import LedgerSQLite
import Money

/// `tollgate backup`: copies the ledger, also of a running gateway.
struct BackupCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup",
        abstract: "Copy the ledger, keys and budgets, while the gateway runs or while it does not.",
        discussion: """
            Makes a directory that 'tollgate restore' takes: the ledger at one moment, calls in flight, rows of the \
            emergency journal, keys, budgets and alerts. Every call that began before is in it. The copy is checked; it \
            has another name until it is whole. Run it on the gateway's machine, as its user.

              tollgate backup /var/backups/tollgate-2026-11-25
              tollgate backup --data-dir /var/lib/tollgate /mnt/backups/monday
            """)

    @OptionGroup var source: DataDirectoryOptions

    @Argument(help: "The directory to make; it must not exist.")
    var destination: String

    func validate() throws {
        guard !destination.isEmpty else { throw ValidationError("Name the directory to make.") }
    }

    func run() throws {
        var progress = StepProgress(quiet: source.quiet)
        let directory = try source.directory()
        let backup = DirectoryBackup(of: directory, databases: DataDirectoryOptions.databases)
        // "monday/" names the same directory.
        var place = destination[...]
        while place.count > 1, place.last == "/" { place.removeLast() }
        let destination = String(place)
        do {
            try Self.refuseWhatCannotBe(directory, destination)
            let manifest = try backup.make(destination, program: Version.text) { step in
                switch step {
                case .openCalls: progress.tell("calls in flight")
                case .database(let name, let done, let all): progress.tell(name, done, of: all)
                case .check(let name): progress.tell("checking \(name)")
                }
            }
            progress.end()
            guard !source.quiet else { return }
            print("\(destination): \(manifest.summary)")
        } catch {
            progress.end()
            // What a restore says of a backup is said here of the ledger that it is a copy of.
            let message = "\(error)".replacingOccurrences(
                of: "Use another backup.",
                with: "So is \(directory): keep a copy of it, and restore an earlier backup.")
            StandardError.print("tollgate backup: \(message)")
            throw ExitCode.failure
        }
    }

    /// Refuses what the file system would refuse in words that help nobody.
    private static func refuseWhatCannotBe(_ directory: String, _ destination: String) throws(LedgerError) {
        guard access(directory, R_OK | X_OK) == 0 || errno != EACCES else {
            throw LedgerError(
                .notWritable, "This user may not read \(directory). Run it as the gateway's user (sudo -u tollgate …).")
        }
        let parent = URL(fileURLWithPath: destination).deletingLastPathComponent().path
        var status = stat()
        guard stat(parent, &status) != 0 || status.st_mode & S_IFMT == S_IFDIR else {
            throw LedgerError(.notWritable, "\(parent) is a file; name a directory for the backup.")
        }
    }
}

extension BackupManifest {
    /// What is in it, in a line.
    var summary: String {
        let bytes = files.reduce(0) { $0 + $1.bytes }
        return "\(rows) rows, \(openCalls) calls in flight, \(journalRows) rows of the emergency journal; "
            + "\(requests) requests and $\(NanoUSD(rawValue: cost)) since ever; \(bytes >> 20) MiB."
    }
}
