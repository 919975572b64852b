import Budgets
import GRDB
import Ledger
import Money
import Usage

/// The statements for a ``CostQuery``.
struct CostSelection: Sendable {
    let query: CostQuery
    let cursor: CostCursor?

    /// The report, all from one state of the database.
    func report(_ db: Database) throws -> CostReport {
        var report = CostReport(month: query.month, complete: true)
        report.days = try days(db)
        for day in report.days { report.total.add(day.totals) }
        report.models = try models(db)
        report.components = try components(db)
        try addUsers(db, to: &report)
        return report
    }

    /// The first day of the month and of the next.
    private var range: StatementArguments {
        let first = query.month.firstDay
        return [first.daysSince1970, first.firstOfNextMonth.daysSince1970]
    }

    private func days(_ db: Database) throws -> [(date: String, totals: UsageTotals)] {
        try Row.fetchAll(
            db,
            sql: """
                SELECT day, \(TotalsRow.summed) FROM day_totals WHERE day >= ? AND day < ? GROUP BY day ORDER BY day
                """, arguments: range
        ).map { (CivilDay(daysSince1970: $0[0]).text, TotalsRow.totals($0, from: 1)) }
    }

    private func models(_ db: Database) throws -> [(provider: ProviderID, model: ModelID, totals: UsageTotals)] {
        try Row.fetchAll(
            db,
            sql: """
                SELECT provider, model, \(TotalsRow.summed) FROM day_totals WHERE day >= ? AND day < ?
                GROUP BY provider, model ORDER BY sum(cost) DESC, provider, model
                """, arguments: range
        ).map { (ProviderID(rawValue: $0[0]), ModelID(rawValue: $0[1]), TotalsRow.totals($0, from: 2)) }
    }

    private func components(_ db: Database) throws -> [(component: ComponentType, totals: UsageTotals)] {
        try Row.fetchAll(
            db,
            sql: """
                SELECT component, \(TotalsRow.summed) FROM day_totals WHERE day >= ? AND day < ?
                GROUP BY component ORDER BY sum(cost) DESC, component
                """, arguments: range
        ).map { (ComponentType(rawValue: $0[0]), TotalsRow.totals($0, from: 1)) }
    }

    private func addUsers(_ db: Database, to report: inout CostReport) throws {
        let limit = min(max(query.limit, 1), Int(Int32.max) - 1)
        var arguments: StatementArguments = [query.month.number]
        var condition = ""
        let order = query.sort.order
        if let cursor {
            if let column = order.column {
                condition = "AND (\(column), user) \(order.isDescending ? "<" : ">") (?, ?)"
                arguments += [cursor.value, cursor.user.rawValue]
            } else {
                condition = "AND user \(order.isDescending ? "<" : ">") ?"
                arguments += [cursor.user.rawValue]
            }
        }
        let direction = order.isDescending ? "DESC" : "ASC"
        let columns = [order.column, "user"].compactMap { $0 }.map { "\($0) \(direction)" }.joined(separator: ", ")
        report.users = try Row.fetchAll(
            db,
            sql: """
                SELECT user, \(TotalsRow.columns) FROM user_totals WHERE month = ? \(condition)
                ORDER BY \(columns) LIMIT \(limit + 1)
                """, arguments: arguments
        ).map { (UserID(rawValue: $0[0]), TotalsRow.totals($0, from: 1)) }
        guard report.users.count > limit else { return }
        report.users.removeLast()
        report.nextCursor = report.users.last.map { CostCursor(after: $0.user, $0.totals, in: query).text }
    }
}

extension CostQuery.Sort {
    /// The column that decides (nil: the name), and which way; users of equal value go by name, the same way.
    var order: (column: String?, isDescending: Bool) {
        switch self {
        case .costDescending: ("cost", true)
        case .costAscending: ("cost", false)
        case .userAscending: (nil, false)
        case .userDescending: (nil, true)
        case .requestsDescending: ("requests", true)
        case .requestsAscending: ("requests", false)
        }
    }
}
