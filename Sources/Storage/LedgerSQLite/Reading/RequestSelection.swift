import GRDB
import Ledger
import Usage

/// The rows for a ``RequestQuery``: newest first, one row more than the page, to know whether there is another.
///
/// What is asked of model, component and status selects some of the kinds of requests (``Schema/kinds``), a few out of some
/// hundred; an index has the rows of a kind, and one those of a user and a kind, in the order of ids. So a page is read from the
/// ends of a few lists, however many rows there are, and a combination of filters that no row meets is known without looking
/// at a single row.
///
/// The time in an id is close to `started_at` (``Schema/idSkew`` says how close), so a span of time is a span of ids.
struct RequestSelection {
    /// Kinds beyond which rows are walked instead, newest first.
    ///
    /// So many come of names that hardly two calls share; then the
    /// rows that are asked for lie densely.
    private static let mostKinds = 20_000

    let limit: Int
    private let query: RequestQuery

    /// The rows for `query`.
    init(_ query: RequestQuery) {
        self.query = query
        limit = min(max(query.limit, 1), Int(Int32.max) - 1)
    }

    /// The rows, newest first; at most ``limit`` and one.
    func fetch(_ db: Database) throws -> [Row] {
        guard let ids = try idSpan(db) else { return [] }
        let condition = KindCondition(query)
        guard query.user != nil || condition.sql != nil, let kinds = try kinds(db, condition) else {
            return try walk(db, ids, condition)
        }
        guard !kinds.isEmpty else { return [] }
        let rows = KindRows(user: query.user?.rawValue, ids: ids, conditions: RowConditions(query))
        let newest = try rows.newest(db, of: kinds, limit: limit + 1)
        return try Row.fetchAll(
            db,
            sql: """
                SELECT \(RequestRow.selection) FROM requests
                WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id DESC
                """, arguments: [KindRows.list(newest)])
    }

    /// The kinds that have the rows; nil where there are too many.
    private func kinds(_ db: Database, _ condition: KindCondition) throws -> [Int64]? {
        if let user = query.user?.rawValue,
            let kinds = try condition.kinds(db, of: user, atMost: Self.mostKinds)
        {
            return kinds
        }
        return condition.sql == nil ? nil : try condition.kinds(db, atMost: Self.mostKinds)
    }

    /// The rows by looking at each of the span, newest first, until the page is full.
    private func walk(_ db: Database, _ ids: ClosedRange<Int64>, _ condition: KindCondition) throws -> [Row] {
        let times = RowConditions(query)
        var conditions = ["id BETWEEN ? AND ?", times.sql]
        var arguments: StatementArguments = [ids.lowerBound, ids.upperBound]
        arguments += times.arguments
        if let user = query.user {
            conditions.append("user = ?")
            arguments += [user.rawValue]
        }
        if let sql = condition.sql {
            conditions.append("EXISTS (SELECT 1 FROM kinds WHERE kinds.kind = requests.kind AND \(sql))")
            arguments += condition.arguments
        }
        return try Row.fetchAll(
            db,
            sql: """
                SELECT \(RequestRow.selection) FROM requests NOT INDEXED
                WHERE \(conditions.joined(separator: " AND ")) ORDER BY id DESC LIMIT \(limit + 1)
                """, arguments: arguments)
    }

    /// The ids that rows of the span of time and after the cursor may have; nil where there are none.
    private func idSpan(_ db: Database) throws -> ClosedRange<Int64>? {
        let skew =
            try Int64.fetchOne(db, sql: "SELECT value FROM ledger WHERE name = ?", arguments: [Schema.idSkew]) ?? 0
        var (lowest, highest) = (Int64.min, Int64.max)
        // Ids are exact to the millisecond.
        if let since = query.since {
            let (earliest, underflow) = since.subtractingReportingOverflow(skew)
            if !underflow { lowest = CallID.earliest(at: earliest).rawValue }
        }
        if let until = query.until {
            let (latest, overflow) = until.addingReportingOverflow(skew)
            if !overflow, latest <= Int64.max - 1000 { highest = CallID.earliest(at: latest + 1000).rawValue }
        }
        if let cursor = query.cursor { highest = min(highest, max(cursor.rawValue, .min + 1) - 1) }
        return lowest <= highest ? lowest...highest : nil
    }
}
