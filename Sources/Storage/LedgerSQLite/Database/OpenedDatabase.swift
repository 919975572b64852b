import GRDB
import Glibc
import Ledger

/// The database of a data directory, opened, brought to the current schema and known to be writable.
struct OpenedDatabase {
    let directory: String
    let path: String
    let pool: DatabasePool
    /// Microseconds since 1970 at which the ledger was first made.
    let createdAt: Int64

    /// Opens the database in `directory`, which is locked by the caller.
    init(directory: String, settings: SQLiteLedgerSettings, clock: LedgerClock) throws(LedgerError) {
        self.directory = directory
        path = "\(directory)/\(SQLiteLedger.databaseName)"
        // SQLite would let everybody read it; the log gets the mode of the database.
        if access(path, F_OK) != 0 { _ = try DataFile(path, flags: O_RDWR | O_CREAT) }
        do {
            pool = try DatabasePool(path: path, configuration: Self.configuration(settings))
            if try pool.read(Schema.migrator.hasBeenSuperseded) {
                throw LedgerError(
                    .tooNew, "\(path) was written by a newer version of tollgate; run that version, or newer.")
            }
            try Self.migrate(pool)
            createdAt = try pool.write { db in
                let now = clock.wall()
                try db.execute(
                    sql: """
                        INSERT INTO ledger (name, value) VALUES ('created_at', ?) ON CONFLICT (name) DO NOTHING;
                        INSERT INTO ledger (name, value) VALUES ('opened_at', ?)
                            ON CONFLICT (name) DO UPDATE SET value = excluded.value;
                        """, arguments: [now, now])
                return try Int64.fetchOne(db, sql: "SELECT value FROM ledger WHERE name = 'created_at'") ?? now
            }
            // After GRDB has chosen its own.
            try pool.writeWithoutTransaction { db in
                try db.execute(sql: "PRAGMA synchronous = \(settings.synchronous == .full ? "FULL" : "NORMAL")")
            }
        } catch let error as LedgerError {
            throw error
        } catch {
            throw SQLiteFailure(error).ledgerError(directory: directory)
        }
    }

    /// Settles what an earlier process left open; returns what there was, and the newest id of all.
    func recover(
        store: HoldStore, journal: EmergencyJournal, feed: ReplicaFeed?
    ) throws(LedgerError) -> (recovery: LedgerRecovery, newest: CallID?) {
        do {
            return try pool.writeWithoutTransaction { db in
                guard let handle = db.sqliteConnection else { throw LedgerError(.closed, "The ledger is closed.") }
                let transaction: RowTransaction
                do throws(SQLiteFailure) {
                    transaction = try RowTransaction(SQLConnection(handle: handle), feed: feed)
                } catch {
                    throw error.ledgerError(directory: directory)
                }
                let recovery = try HoldRecovery.run(
                    transaction, store: store, journal: journal, directory: directory)
                let newest = try Int64.fetchOne(db, sql: "SELECT max(id) FROM requests")
                return (recovery, newest.map { CallID(rawValue: $0) })
            }
        } catch let error as LedgerError {
            throw error
        } catch {
            throw SQLiteFailure(error).ledgerError(directory: directory)
        }
    }

    /// Begins a new incarnation, once all that earlier ones left is settled; nil, and no sums for it any more, where
    /// `node` is nil.
    func beginIncarnation(node: String?, clock: LedgerClock) throws(LedgerError) -> IncarnationStart? {
        do {
            return try pool.write { db in
                guard let node else {
                    try IncarnationStart.forget(db)
                    return nil
                }
                return try IncarnationStart(
                    db, directory: directory, node: node, createdAt: createdAt, now: clock.wall())
            }
        } catch {
            throw SQLiteFailure(error).ledgerError(directory: directory)
        }
    }

    /// Brings the tables up to this version.
    ///
    /// To sort a large ledger's rows for a new index in memory would take a good part of a gigabyte, so it is done in a file,
    /// where one can be written.
    private static func migrate(_ pool: DatabasePool) throws {
        let places = [getenv("SQLITE_TMPDIR"), getenv("TMPDIR")].compactMap { $0.map { String(cString: $0) } }
        let hasPlace = (places + ["/var/tmp", "/tmp"]).contains { access($0, W_OK | X_OK) == 0 }
        if hasPlace { try pool.writeWithoutTransaction { db in try db.execute(sql: "PRAGMA temp_store = FILE") } }
        try Schema.migrator.migrate(pool)
        if hasPlace { try pool.writeWithoutTransaction { db in try db.execute(sql: "PRAGMA temp_store = MEMORY") } }
    }

    private static func configuration(_ settings: SQLiteLedgerSettings) -> Configuration {
        var configuration = Configuration()
        configuration.label = "tollgate.ledger"
        configuration.maximumReaderCount = 4
        configuration.busyMode = .timeout(Double(settings.busyTimeoutMilliseconds) / 1000)
        configuration.prepareDatabase { db in
            guard !db.configuration.readonly else { return }
            try db.execute(
                sql: """
                    PRAGMA page_size = 4096;
                    PRAGMA cache_size = -16384;
                    PRAGMA temp_store = MEMORY;
                    PRAGMA journal_size_limit = \(WriterUpkeep.logBytes);
                    """)
        }
        return configuration
    }
}
