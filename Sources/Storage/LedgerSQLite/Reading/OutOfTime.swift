import GRDB

/// The rows whose id is more than a second away from their time: the index of these has them by their time.
///
/// There are none but after a clock was set, so they are looked at one by one.
struct OutOfTime {
    private let walk: RowWalk

    /// Rows that meet all of it.
    init(_ user: String?, _ condition: KindCondition, _ times: TimeCondition) {
        walk = RowWalk(user: user, condition: condition, times: times)
    }

    /// The newest ids, `limit` at most, but for those in the span of ids, which are found without the index.
    func newest(_ db: Database, _ limit: Int) throws -> [Int64] {
        let (conditions, arguments) = walk.conditions
        let (times, ids) = (walk.times, walk.times.ids)
        let own: StatementArguments = [times.highest, ids?.lowerBound ?? 1, ids?.upperBound ?? 0, limit]
        return try Int64.fetchAll(
            db,
            sql: """
                SELECT id FROM requests INDEXED BY requests_out_of_time
                WHERE \(Schema.isOutOfTime) AND \(conditions.joined(separator: " AND "))
                    AND id <= ? AND id NOT BETWEEN ? AND ?
                ORDER BY id DESC LIMIT ?
                """, arguments: arguments + own)
    }
}
