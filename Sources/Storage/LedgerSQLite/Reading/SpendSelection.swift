import Budgets
import GRDB
import Ledger

/// The statement for a ``SpendQuery``: from roll-ups where the window consists of whole ones, else from rows.
///
/// Roll-ups outlive the rows and are quick; they have no ids, so rows beyond `through` are taken off again.
struct SpendSelection {
    let query: SpendQuery

    /// The selection of `query`.
    init(_ query: SpendQuery) { self.query = query }

    /// What a sum is of.
    struct Key: Hashable {
        /// Of a model; else empty.
        var provider: String
        var name: String
    }

    /// The sums, from one state of the database; of models those of all, whatever the query names.
    func fetch(_ db: Database) throws -> [Key: Int64] {
        guard let rollUp = rollUp() else { return try Self.fetch(db, rows(after: nil, through: query.through)) }
        var sums = try Self.fetch(db, rollUp)
        guard let through = query.through else { return sums }
        for (key, nanos) in try Self.fetch(db, rows(after: through, through: nil)) { sums[key]? -= nanos }
        return sums
    }

    private typealias Statement = (sql: String, arguments: StatementArguments)

    private static func fetch(_ db: Database, _ statement: Statement) throws -> [Key: Int64] {
        let rows = try Row.fetchAll(db, sql: statement.sql, arguments: statement.arguments)
        return Dictionary(rows.map { (Key(provider: $0[0], name: $0[1]), $0[2]) }, uniquingKeysWith: +)
    }

    /// The name that is looked for in the database; a model's is only known once it has been looked up.
    private var wanted: String? { query.scope == .gateway || query.scope == .model ? nil : query.name }

    private var provider: String { query.scope == .model ? "provider" : "''" }

    /// What names the budgeted thing in a row.
    private var rowName: String {
        switch query.scope {
        case .user: "user"
        case .key: "key_id"
        case .component: "component"
        case .model: Schema.budgetedModel
        case .gateway: "'\(BudgetID.wholeGateway)'"
        }
    }

    private func rows(after: CallID?, through: CallID?) -> Statement {
        var conditions: [String] = []
        var arguments = StatementArguments()
        func add(_ condition: String, _ argument: some DatabaseValueConvertible) {
            conditions.append(condition)
            arguments += [argument]
        }
        if let wanted { add("\(rowName) = ?", wanted) }
        if query.scope == .key, query.name == nil { conditions.append("key_id IS NOT NULL") }
        if let after { add("id > ?", after.rawValue) }
        if let through { add("id <= ?", through.rawValue) }
        if query.period.isBounded {
            // An id is never made before its call begins.
            add("id >= ?", CallID.earliest(at: query.period.start).rawValue)
            add("started_at >= ?", query.period.start)
            add("started_at < ?", query.period.end)
        }
        // The rows of a stretch of ids lie side by side; the index of users has a user's kind by kind.
        let table = after != nil || query.period.isBounded ? "requests NOT INDEXED" : "requests"
        let condition = conditions.isEmpty ? "" : "WHERE \(conditions.joined(separator: " AND "))"
        return (
            "SELECT \(provider) AS p, \(rowName) AS name, sum(known_cost) FROM \(table) \(condition) GROUP BY p, name",
            arguments
        )
    }

    /// The same from roll-ups; nil where the window is not made of whole ones.
    private func rollUp() -> Statement? {
        switch query.scope {
        case .user:
            monthly("user_totals", "user") ?? daily("user_days", "user") ?? hourly("user_hours", "user")
        case .key: monthly("key_totals", "key_id")
        case .component: daily("day_totals", "component")
        case .model: daily("model_costs", "model")
        case .gateway: daily("day_totals", "'\(BudgetID.wholeGateway)'")
        }
    }

    private func monthly(_ table: String, _ name: String) -> Statement? {
        var conditions: [String] = []
        var arguments = StatementArguments()
        if query.period.isBounded {
            guard let month = wholeMonth else { return nil }
            conditions.append("month = ?")
            arguments += [month]
        }
        return statement(table, name, conditions, arguments)
    }

    private func daily(_ table: String, _ name: String) -> Statement? {
        whole(CivilDay.microseconds, "day", table, name)
    }

    private func hourly(_ table: String, _ name: String) -> Statement? {
        whole(HourSpan.microsecondsAnHour, "hour", table, name)
    }

    private func whole(_ length: Int64, _ column: String, _ table: String, _ name: String) -> Statement? {
        var conditions: [String] = []
        var arguments = StatementArguments()
        if query.period.isBounded {
            guard query.period.start % length == 0, query.period.end % length == 0 else { return nil }
            conditions.append("\(column) >= ? AND \(column) < ?")
            arguments += [query.period.start / length, query.period.end / length]
        }
        return statement(table, name, conditions, arguments)
    }

    private func statement(
        _ table: String, _ name: String, _ conditions: [String], _ arguments: StatementArguments
    ) -> Statement {
        var (conditions, arguments) = (conditions, arguments)
        if let wanted {
            conditions.append("\(name) = ?")
            arguments += [wanted]
        }
        let condition = conditions.isEmpty ? "" : "WHERE \(conditions.joined(separator: " AND "))"
        return (
            "SELECT \(provider) AS p, \(name) AS name, sum(cost) FROM \(table) \(condition) GROUP BY p, name", arguments
        )
    }

    /// The number of the month, where the window is one, UTC.
    private var wholeMonth: Int? {
        let (start, end) = (query.period.start, query.period.end)
        guard start % CivilDay.microseconds == 0, end % CivilDay.microseconds == 0 else { return nil }
        let first = CivilDay(containing: start)
        let next = CivilDay(containing: end)
        guard first.day == 1, next.day == 1, next.monthNumber == first.monthNumber + 1 else { return nil }
        return first.monthNumber
    }
}
