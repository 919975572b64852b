import GRDBSQLite

/// A prepared statement; its texts are bound without a copy, so they must live until ``run()`` returns.
final class SQLStatement {
    private let handle: OpaquePointer
    private let connection: OpaquePointer

    init(_ handle: OpaquePointer, connection: OpaquePointer) {
        self.handle = handle
        self.connection = connection
    }

    deinit { sqlite3_finalize(handle) }

    /// Binds a number to the parameter `index`, counted from 1.
    func bind(_ value: Int64, at index: Int32) { sqlite3_bind_int64(handle, index, value) }

    /// Binds a number or null.
    func bind(_ value: Int64?, at index: Int32) {
        if let value { sqlite3_bind_int64(handle, index, value) } else { sqlite3_bind_null(handle, index) }
    }

    /// Binds a text that `arena` keeps.
    func bind(_ value: String, at index: Int32, in arena: TextArena) {
        let bytes = arena.keep(value)
        sqlite3_bind_text(handle, index, bytes.baseAddress, Int32(bytes.count), nil)
    }

    /// Binds a text that `arena` keeps, or null.
    func bind(_ value: String?, at index: Int32, in arena: TextArena) {
        if let value { bind(value, at: index, in: arena) } else { sqlite3_bind_null(handle, index) }
    }

    /// The number in the first column of the first row, nil where there is no row; ready for the next time.
    func number() throws(SQLiteFailure) -> Int64? {
        defer { sqlite3_reset(handle) }
        switch sqlite3_step(handle) {
        case SQLITE_ROW: return sqlite3_column_int64(handle, 0)
        case SQLITE_DONE: return nil
        case let code: throw SQLiteFailure(connection, code)
        }
    }

    /// Runs a statement that returns no rows, and makes it ready for the next time.
    func run() throws(SQLiteFailure) {
        let code = sqlite3_step(handle)
        guard code == SQLITE_DONE || code == SQLITE_ROW else {
            let failure = SQLiteFailure(connection, code)
            sqlite3_reset(handle)
            throw failure
        }
        sqlite3_reset(handle)
    }
}
