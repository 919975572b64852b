import Foundation
import GRDB
public import Ledger

/// What is decided about calls, in `policy.sqlite` of the data directory: virtual keys, budgets set by the admin API,
/// and the alerts that were told.
///
/// A file of its own, because the ledger's has one writer, which no admin request may hold up. The caller has the
/// directory's lock.
public final class PolicyStore: Sendable {
    /// The file's name in the data directory.
    public static let fileName = "policy.sqlite"

    let pool: DatabaseQueue

    /// Opens the store in `directory`, which exists.
    public init(directory: String) throws(LedgerError) {
        let path = "\(directory)/\(Self.fileName)"
        do {
            var configuration = Configuration()
            configuration.label = "tollgate.policy"
            configuration.prepareDatabase { db in
                try db.execute(sql: "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;")
            }
            // Made here, so that it is its owner's only from the first byte on.
            if !FileManager.default.fileExists(atPath: path),
                !FileManager.default.createFile(atPath: path, contents: nil, attributes: [.posixPermissions: 0o600])
            {
                throw LedgerError(.notWritable, "Cannot make \(path). Choose another directory (TOLLGATE_DATA_DIR).")
            }
            pool = try DatabaseQueue(path: path, configuration: configuration)
            if try pool.read(PolicySchema.migrator.hasBeenSuperseded) {
                throw LedgerError(
                    .tooNew, "\(path) was written by a newer version of tollgate; run that version, or newer.")
            }
            try PolicySchema.migrator.migrate(pool)
        } catch let error as LedgerError {
            throw error
        } catch {
            throw LedgerError(
                .failed,
                "The keys and budgets in \(path) cannot be opened: \(error). Restore the file, or move it away.")
        }
    }

    /// Writes what is left of the log into the file and closes it.
    public func close() throws { try pool.close() }
}
