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

    /// The sums, from one state of the database.
    func fetch(_ db: Database) throws -> [(name: String, nanos: Int64)] {
        guard let rollUp = rollUp() else { return try Self.fetch(db, rows(after: nil, through: query.through)) }
        let sums = try Self.fetch(db, rollUp)
        guard let through = query.through else { return sums }
        let later = try Self.fetch(db, rows(after: through, through: nil))
        let taken = Dictionary(later, uniquingKeysWith: +)
        return sums.map { ($0.name, $0.nanos - (taken[$0.name] ?? 0)) }
    }

    private typealias Statement = (sql: String, arguments: StatementArguments)

    private static func fetch(_ db: Database, _ statement: Statement) throws -> [(name: String, nanos: Int64)] {
        try Row.fetchAll(db, sql: statement.sql, arguments: statement.arguments).map { ($0[0], $0[1]) }
    }

    /// What names the budgeted thing in a row.
    private var rowName: String {
        switch query.scope {
        case .user: "user"
        case .key: "key_id"
        case .component: "component"
        // As `UsageRecord.reportedModel`.
        case .model: "coalesce(priced_as, request_model, response_model, 'unknown')"
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
        if let name = query.name, query.scope != .gateway { add("\(rowName) = ?", name) }
        if query.scope == .key, query.name == nil { conditions.append("key_id IS NOT NULL") }
        if let after { add("id > ?", after.rawValue) }
        if let through { add("id <= ?", through.rawValue) }
        if query.period.isBounded {
            // An id is never made before its call begins.
            add("id >= ?", CallID.earliest(at: query.period.start).rawValue)
            add("started_at >= ?", query.period.start)
            add("started_at < ?", query.period.end)
        }
        let condition = conditions.isEmpty ? "" : "WHERE \(conditions.joined(separator: " AND "))"
        return ("SELECT \(rowName) AS name, sum(known_cost) FROM requests \(condition) GROUP BY name", arguments)
    }

    /// The same from roll-ups; nil where the window is not made of whole ones.
    private func rollUp() -> Statement? {
        switch query.scope {
        case .user: monthly("user_totals", "user")
        case .key: monthly("key_totals", "key_id")
        case .component: daily("component")
        case .model: daily("model")
        case .gateway: daily("'\(BudgetID.wholeGateway)'")
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

    private func daily(_ name: String) -> Statement? {
        var conditions: [String] = []
        var arguments = StatementArguments()
        if query.period.isBounded {
            guard query.period.start % CivilDay.microseconds == 0, query.period.end % CivilDay.microseconds == 0 else {
                return nil
            }
            conditions.append("day >= ? AND day < ?")
            arguments += [query.period.start / CivilDay.microseconds, query.period.end / CivilDay.microseconds]
        }
        return statement("day_totals", name, conditions, arguments)
    }

    private func statement(
        _ table: String, _ name: String, _ conditions: [String], _ arguments: StatementArguments
    ) -> Statement {
        var (conditions, arguments) = (conditions, arguments)
        if let wanted = query.name, query.scope != .gateway {
            conditions.append("\(name) = ?")
            arguments += [wanted]
        }
        let condition = conditions.isEmpty ? "" : "WHERE \(conditions.joined(separator: " AND "))"
        return ("SELECT \(name) AS name, sum(cost) FROM \(table) \(condition) GROUP BY name", arguments)
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
