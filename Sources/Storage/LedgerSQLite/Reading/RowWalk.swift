import GRDB

/// Looks at the rows of a span of ids, newest first, one by one.
struct RowWalk {
    let user: String?
    let condition: KindCondition
    let times: TimeCondition

    /// The newest ids that meet all conditions, `limit` at most, among the newest `rows` of `ids`; nil = all.
    ///
    /// - Returns: what was found, and the newest id that was not looked at; nil where there is none, or the page is full.
    func newest(
        _ db: Database, _ ids: ClosedRange<Int64>, rows: Int?, _ limit: Int
    ) throws -> (found: [Int64], next: Int64?) {
        var lowest = ids.lowerBound
        if let rows {
            let last = try Int64.fetchOne(
                db,
                sql: "SELECT id FROM requests NOT INDEXED WHERE id BETWEEN ? AND ? ORDER BY id DESC LIMIT 1 OFFSET ?",
                arguments: [ids.lowerBound, ids.upperBound, rows])
            if let last, last < .max { lowest = last + 1 }
        }
        var (conditions, arguments) = conditions
        conditions.append("id BETWEEN ? AND ?")
        arguments += [lowest, ids.upperBound, limit]
        let found = try Int64.fetchAll(
            db,
            sql: """
                SELECT id FROM requests NOT INDEXED
                WHERE \(conditions.joined(separator: " AND ")) ORDER BY id DESC LIMIT ?
                """, arguments: arguments)
        return (found, lowest > ids.lowerBound && found.count < limit ? lowest - 1 : nil)
    }

    /// Conditions on a row of `requests`, and their arguments.
    var conditions: (sql: [String], arguments: StatementArguments) {
        var conditions = [times.sql]
        var arguments = times.arguments
        if let user {
            conditions.append("user = ?")
            arguments += [user]
        }
        if let sql = condition.sql {
            conditions.append("EXISTS (SELECT 1 FROM kinds WHERE kinds.kind = requests.kind AND \(sql))")
            arguments += condition.arguments
        }
        return (conditions, arguments)
    }
}
