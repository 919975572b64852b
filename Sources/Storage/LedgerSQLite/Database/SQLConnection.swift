import GRDBSQLite

/// SQLite's C API on a connection that GRDB or ``Checkpointer`` owns, for the one thread that may use it.
///
/// Rows are written without GRDB's statements, because the ledger is on the path of every call.
struct SQLConnection {
    let handle: OpaquePointer

    /// Runs statements that return nothing.
    func execute(_ sql: String) throws(SQLiteFailure) {
        let code = sqlite3_exec(handle, sql, nil, nil, nil)
        guard code == SQLITE_OK else { throw SQLiteFailure(handle, code) }
    }

    /// A statement for repeated use.
    func prepare(_ sql: String) throws(SQLiteFailure) -> SQLStatement {
        var statement: OpaquePointer?
        let code = sqlite3_prepare_v3(handle, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &statement, nil)
        guard code == SQLITE_OK, let statement else { throw SQLiteFailure(handle, code) }
        return SQLStatement(statement, connection: handle)
    }

    /// Rows that the last statement changed.
    var changes: Int32 { sqlite3_changes(handle) }

    /// The row id of the last insertion.
    var lastInsertedRow: Int64 { sqlite3_last_insert_rowid(handle) }

    /// Whether a transaction is open.
    var isInTransaction: Bool { sqlite3_get_autocommit(handle) == 0 }
}
