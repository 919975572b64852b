import GRDBSQLite

/// Another program's connection to the database: what a curious operator, a backup or an accident does to it.
final class OtherConnection {
    private let handle: OpaquePointer

    init(_ directory: String) throws {
        var handle: OpaquePointer?
        guard sqlite3_open("\(directory)/ledger.sqlite", &handle) == SQLITE_OK, let handle else {
            throw Failure(message: "cannot open the database")
        }
        self.handle = handle
        sqlite3_busy_timeout(handle, 10_000)
    }

    deinit { sqlite3_close(handle) }

    struct Failure: Error {
        var message: String
    }

    func execute(_ sql: String) throws {
        guard sqlite3_exec(handle, sql, nil, nil, nil) == SQLITE_OK else {
            throw Failure(message: String(cString: sqlite3_errmsg(handle)))
        }
    }

    /// The number that a query returns.
    func number(_ sql: String) throws -> Int64 {
        var statement: OpaquePointer?
        defer { sqlite3_finalize(statement) }
        guard sqlite3_prepare_v2(handle, sql, -1, &statement, nil) == SQLITE_OK,
            sqlite3_step(statement) == SQLITE_ROW
        else { throw Failure(message: String(cString: sqlite3_errmsg(handle))) }
        return sqlite3_column_int64(statement, 0)
    }

    /// Makes every insert of a row fail, until ``allowInserts()``.
    func forbidInserts() throws {
        try execute("CREATE TRIGGER broken BEFORE INSERT ON requests BEGIN SELECT RAISE(ABORT, 'broken'); END")
    }

    func allowInserts() throws { try execute("DROP TRIGGER broken") }
}
