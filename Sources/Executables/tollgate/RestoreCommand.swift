import ArgumentParser
import Foundation
import LedgerSQLite

/// `tollgate restore`: puts a backup into a data directory.
struct RestoreCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore",
        abstract: "Put a backup into the data directory of a gateway that does not run.",
        discussion: """
            Checks the backup first, and the copy again before anything is replaced. Refuses a directory that a gateway \
            holds, and one that has a ledger, unless --replace moves that aside. The next start of the gateway is a new \
            incarnation: with a common Redis nothing counts twice and nothing is taken back; leases that were given \
            after the backup stay reserved until their window ends, or 'tollgate leases release'.

              tollgate restore /var/backups/tollgate-2026-11-25 --data-dir /var/lib/tollgate
            """)

    @OptionGroup var target: DataDirectoryOptions

    @Argument(help: "The directory that 'tollgate backup' made.")
    var backup: String

    @Flag(help: "Move the ledger that is in the data directory aside.")
    var replace = false

    func run() throws {
        var progress = StepProgress(quiet: target.quiet)
        let directory = try target.directory()
        let restore = DirectoryRestore(backup, into: directory, databases: DataDirectoryOptions.databases)
        do {
            let outcome = try restore.run(replacing: replace) { step in
                progress.tell(step.name, step.bytes, of: step.of)
            }
            progress.end()
            guard !target.quiet else { return }
            print("\(directory): \(outcome.manifest.summary)")
            if let former = outcome.former { print("What was there before is in \(former).") }
        } catch {
            progress.end()
            StandardError.print("tollgate restore: \(error)")
            throw ExitCode.failure
        }
    }
}
