import GRDB
import Ledger

/// What a ``RequestQuery`` asks of a row beyond its kind and its user, for which there is no index: the exact time.
struct RowConditions {
    let sql: String
    let arguments: StatementArguments

    /// The conditions of `query`.
    init(_ query: RequestQuery) {
        var conditions: [String] = []
        var arguments: StatementArguments = []
        if let since = query.since {
            conditions.append("started_at >= ?")
            arguments += [since]
        }
        if let until = query.until {
            conditions.append("started_at < ?")
            arguments += [until]
        }
        sql = conditions.isEmpty ? "TRUE" : conditions.joined(separator: " AND ")
        self.arguments = arguments
    }
}
