import GRDB
import Ledger
import Usage

/// The statement for a ``RequestQuery``: newest first, one row more than the page, to know whether there is another.
struct RequestSelection {
    /// How far the time in an id may be away from `started_at`: after a clock was set back, ids run ahead of it.
    private static let slack: Int64 = 86_400_000_000

    let sql: String
    let arguments: StatementArguments
    let limit: Int

    /// The statement for `query`.
    init(_ query: RequestQuery) {
        limit = min(max(query.limit, 1), Int(Int32.max) - 1)
        var conditions: [String] = []
        var arguments = StatementArguments()
        func require(_ condition: String, _ values: (any DatabaseValueConvertible)...) {
            conditions.append(condition)
            arguments += StatementArguments(values)
        }
        if let cursor = query.cursor { require("id < ?", cursor.rawValue) }
        if let since = query.since {
            require("started_at >= ?", since)
            require("id >= ?", CallID.earliest(at: max(since, Self.slack) - Self.slack).rawValue)
        }
        if let until = query.until {
            require("started_at < ?", until)
            require("id <= ?", CallID.earliest(at: min(until, Int64.max - Self.slack) + Self.slack).rawValue)
        }
        if let user = query.user { require("user = ?", user.rawValue) }
        if let model = query.model?.rawValue {
            require("(request_model = ? OR response_model = ? OR priced_as = ?)", model, model, model)
        }
        if let component = query.component { require("component = ?", component.rawValue) }
        switch query.status {
        case .ok: require("error_type IS NULL")
        case .error: require("error_type IS NOT NULL")
        case .code(let code): require("status = ?", code)
        case nil: break
        }
        let filter = conditions.isEmpty ? "" : "WHERE \(conditions.joined(separator: " AND ")) "
        sql = "SELECT \(RequestRow.selection) FROM requests \(filter)ORDER BY id DESC LIMIT \(limit + 1)"
        self.arguments = arguments
    }
}
