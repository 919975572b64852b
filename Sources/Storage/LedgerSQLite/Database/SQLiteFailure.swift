import GRDB
import GRDBSQLite
import Ledger

/// What SQLite answered when it did not answer OK.
struct SQLiteFailure: Error {
    /// The extended result code.
    let code: Int32
    /// SQLite's own words.
    let message: String

    /// The failure of the last call on `connection`.
    init(_ connection: OpaquePointer?, _ code: Int32) {
        let extended = connection.map { sqlite3_extended_errcode($0) } ?? code
        self.code = extended & 0xFF == code & 0xFF ? extended : code
        message = connection.map { String(cString: sqlite3_errmsg($0)) } ?? String(cString: sqlite3_errstr(code))
    }

    /// The failure that GRDB reports as `error`.
    init(_ error: any Error) {
        if let error = error as? DatabaseError {
            code = error.extendedResultCode.rawValue
            message = error.message ?? String(cString: sqlite3_errstr(code))
        } else {
            code = SQLITE_ERROR
            message = "\(error)"
        }
    }

    /// The error with a sentence for the operator of the data directory `directory`.
    func ledgerError(directory: String) -> LedgerError {
        ledgerError(database: "\(directory)/\(SQLiteLedger.databaseName)")
    }

    /// The error with a sentence for the operator of the database at the path `database`.
    func ledgerError(database: String) -> LedgerError {
        let directory = String(database.prefix(upTo: database.lastIndex(of: "/") ?? database.startIndex))
        switch code & 0xFF {
        case SQLITE_FULL:
            return LedgerError(.diskFull, "The disk is full (\(DiskSpace(directory))); free some space.")
        case SQLITE_CORRUPT, SQLITE_NOTADB:
            return LedgerError(
                .damaged,
                "\(database) is damaged (\(message)). Stop tollgate, keep a copy, and restore a backup or run: "
                    + "sqlite3 ledger.sqlite .recover | sqlite3 recovered.sqlite")
        case SQLITE_READONLY, SQLITE_PERM, SQLITE_AUTH, SQLITE_CANTOPEN:
            return LedgerError(
                .notWritable,
                "\(database) cannot be written (\(message)); give the user that runs tollgate write access to "
                    + "\(directory) and all files in it.")
        case SQLITE_BUSY, SQLITE_LOCKED:
            return LedgerError(
                .busy, "\(database) is locked by another program (\(message)); end that program's transaction.")
        case SQLITE_IOERR:
            return LedgerError(
                .failed, "\(database): \(message) (code \(code), \(DiskSpace(directory))); look at the disk.")
        default:
            return LedgerError(.failed, "\(database): \(message) (code \(code)).")
        }
    }
}
