import Budgets
import GRDB
import GRDBSQLite
import Ledger
import Money

/// The rows of a roll-up by period and user, read by SQLite's C API: a hundred thousand of them in some tens of milliseconds.
///
/// SQLite's own `GROUP BY` sorts them by name first, which takes most of the time of a question over many users.
enum UserRows: Hashable {
    case hours
    case days
    case months

    private var table: String {
        switch self {
        case .hours: "user_hours"
        case .days: "user_days"
        case .months: "user_totals"
        }
    }

    /// The column of the period.
    private var period: String {
        switch self {
        case .hours: "hour"
        case .days: "day"
        case .months: "month"
        }
    }

    /// Tells each user of one period: the name, which is good until `body` returns, the cost and the number of calls.
    func costs(
        _ db: Database, _ number: Int, _ body: (UnsafeRawBufferPointer, _ cost: Int64, _ requests: Int64) -> Void
    ) throws {
        let statement = try prepared(db, "SELECT user, cost, requests FROM \(table) WHERE \(period) = ?")
        sqlite3_bind_int64(statement, 1, Int64(number))
        defer { sqlite3_reset(statement) }
        while try Self.step(db, statement) {
            body(Self.name(statement), sqlite3_column_int64(statement, 1), sqlite3_column_int64(statement, 2))
        }
    }

    /// Tells each user of one period: the name, which is good until `body` returns, and the sums.
    func totals(
        _ db: Database, _ number: Int, _ body: (UnsafeRawBufferPointer, borrowing UsageTotals) -> Void
    ) throws {
        let statement = try prepared(db, "SELECT user, \(TotalsRow.columns) FROM \(table) WHERE \(period) = ?")
        sqlite3_bind_int64(statement, 1, Int64(number))
        defer { sqlite3_reset(statement) }
        while try Self.step(db, statement) { body(Self.name(statement), Self.totals(statement, from: 1)) }
    }

    /// The sums of one user in one period; nil where there are none.
    func totals(_ db: Database, _ number: Int, of name: UnsafeRawBufferPointer) throws -> UsageTotals? {
        let statement = try prepared(
            db, "SELECT \(TotalsRow.columns) FROM \(table) WHERE \(period) = ? AND user = ?")
        sqlite3_bind_int64(statement, 1, Int64(number))
        // Not copied: it is good until the statement is reset. An empty text needs an address, or it is NULL.
        let bytes = name.baseAddress.map { $0.assumingMemoryBound(to: CChar.self) }
        let code =
            if let bytes, name.count > 0 {
                sqlite3_bind_text(statement, 2, bytes, Int32(name.count), nil)
            } else {
                sqlite3_bind_text(statement, 2, "", 0, nil)
            }
        guard code == SQLITE_OK else { throw Self.failure(db, code) }
        defer {
            sqlite3_reset(statement)
            sqlite3_bind_null(statement, 2)
        }
        return try Self.step(db, statement) ? Self.totals(statement, from: 0) : nil
    }

    /// How many calls there were in each of the periods `range`, without those that had none.
    func requests(_ db: Database, _ range: Range<Int>) throws -> [(number: Int, requests: Int64)] {
        let (table, period, range) =
            switch self {
            case .hours: ("hour_totals", "hour", range)
            case .days: ("day_totals", "day", range)
            case .months:
                ("day_totals", "day", Self.day(ofMonth: range.lowerBound)..<Self.day(ofMonth: range.upperBound))
            }
        let rows = try Row.fetchCursor(
            db.cachedStatement(
                sql: """
                    SELECT \(period), sum(requests) FROM \(table) WHERE \(period) >= ? AND \(period) < ?
                    GROUP BY \(period) ORDER BY \(period)
                    """), arguments: [range.lowerBound, range.upperBound])
        var found: [(number: Int, requests: Int64)] = []
        while let row = try rows.next() {
            let (part, requests): (Int, Int64) = (row[0], row[1])
            let number = self == .months ? CivilDay(number: part).monthNumber : part
            if found.last?.number == number {
                found[found.count - 1].requests += requests
            } else {
                found.append((number, requests))
            }
        }
        return found.filter { $0.requests != 0 }
    }

    private static func day(ofMonth number: Int) -> Int { Month(number: number)?.firstDayNumber ?? 0 }

    private func prepared(_ db: Database, _ sql: String) throws -> OpaquePointer {
        let statement = try db.cachedStatement(sql: sql).sqliteStatement
        sqlite3_reset(statement)
        return statement
    }

    private static func step(_ db: Database, _ statement: OpaquePointer) throws -> Bool {
        switch sqlite3_step(statement) {
        case SQLITE_ROW: true
        case SQLITE_DONE: false
        case let code: throw failure(db, code)
        }
    }

    private static func failure(_ db: Database, _ code: Int32) -> DatabaseError {
        DatabaseError(resultCode: ResultCode(rawValue: code), message: db.lastErrorMessage)
    }

    private static func name(_ statement: OpaquePointer) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(
            start: sqlite3_column_text(statement, 0), count: Int(sqlite3_column_bytes(statement, 0)))
    }

    private static func totals(_ statement: OpaquePointer, from first: Int32) -> UsageTotals {
        var totals = UsageTotals()
        totals.cost = NanoUSD(rawValue: sqlite3_column_int64(statement, first))
        totals.requests = sqlite3_column_int64(statement, first + 1)
        totals.errors = sqlite3_column_int64(statement, first + 2)
        totals.unpricedRequests = sqlite3_column_int64(statement, first + 3)
        totals.inputTokens = sqlite3_column_int64(statement, first + 4)
        totals.cachedInputTokens = sqlite3_column_int64(statement, first + 5)
        totals.cacheWriteTokens = sqlite3_column_int64(statement, first + 6)
        totals.outputTokens = sqlite3_column_int64(statement, first + 7)
        totals.reasoningTokens = sqlite3_column_int64(statement, first + 8)
        return totals
    }
}
