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

    func run() throws {
        var progress = StepProgress(quiet: source.quiet)
        let backup = DirectoryBackup(of: try source.directory(), databases: DataDirectoryOptions.databases)
        do {
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
            StandardError.print("tollgate backup: \(error)")
            throw ExitCode.failure
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
