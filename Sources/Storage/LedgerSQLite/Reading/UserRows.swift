import GRDB
import GRDBSQLite
import Ledger
import Money

/// The rows of a roll-up by period and user, read by SQLite's C API: a hundred thousand of them in some milliseconds.
///
/// SQLite's own `GROUP BY` sorts them by name first, which takes most of the time of a question over many users.
struct UserRows {
    /// `user_hours`, `user_days` or `user_totals`.
    let table: String
    /// The column of the period.
    let period: String

    static let hours = UserRows(table: "user_hours", period: "hour")
    static let days = UserRows(table: "user_days", period: "day")
    static let months = UserRows(table: "user_totals", period: "month")

    /// Tells each row of the periods `range`: the user's name, which is good until `body` returns, and the sums.
    func each(
        _ db: Database, _ range: Range<Int>, _ body: (UnsafeRawBufferPointer, borrowing UsageTotals) -> Void
    ) throws {
        let prepared = try db.cachedStatement(
            sql: "SELECT user, \(TotalsRow.columns) FROM \(table) WHERE \(period) >= ? AND \(period) < ?")
        let statement = prepared.sqliteStatement
        sqlite3_reset(statement)
        sqlite3_bind_int64(statement, 1, Int64(range.lowerBound))
        sqlite3_bind_int64(statement, 2, Int64(range.upperBound))
        defer { sqlite3_reset(statement) }
        var totals = UsageTotals()
        while true {
            let code = sqlite3_step(statement)
            guard code == SQLITE_ROW else {
                guard code == SQLITE_DONE else {
                    throw DatabaseError(resultCode: ResultCode(rawValue: code), message: db.lastErrorMessage)
                }
                return
            }
            totals.cost = NanoUSD(rawValue: sqlite3_column_int64(statement, 1))
            totals.requests = sqlite3_column_int64(statement, 2)
            totals.errors = sqlite3_column_int64(statement, 3)
            totals.unpricedRequests = sqlite3_column_int64(statement, 4)
            totals.inputTokens = sqlite3_column_int64(statement, 5)
            totals.cachedInputTokens = sqlite3_column_int64(statement, 6)
            totals.cacheWriteTokens = sqlite3_column_int64(statement, 7)
            totals.outputTokens = sqlite3_column_int64(statement, 8)
            totals.reasoningTokens = sqlite3_column_int64(statement, 9)
            let text = sqlite3_column_text(statement, 0)
            body(UnsafeRawBufferPointer(start: text, count: Int(sqlite3_column_bytes(statement, 0))), totals)
        }
    }
}
