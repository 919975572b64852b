import GRDB
import Ledger
import Usage

/// The statement for a ``RequestQuery``: newest first, one row more than the page, to know whether there is another.
///
/// Every filter has an index whose entries of one value lie in the order of ids, so that a page is read from its end,
/// however many rows there are. Of several filters the one with the fewest rows leads, and the others are looked at row
/// by row: SQLite's planner knows averages only and would let a user with millions of rows lead as well as one with
/// ten. Where all are usual, failures lead: their indexes have what the others ask, so that no row is fetched in vain.
/// A model and a component are one filter, by an index of both.
struct RequestSelection {
    /// How far the time in an id may be away from `started_at`: after a clock was set back, ids run ahead of it.
    private static let slack: Int64 = 86_400_000_000
    /// Rows beyond which a filter counts as usual, and is not counted further.
    private static let usual = 5000

    let limit: Int
    /// Conditions that no index leads for: the span of time.
    private var span: [RequestFilter.Condition] = []
    private var filters: [RequestFilter] = []
    private var model: ModelRows?

    /// The statement for `query`.
    init(_ query: RequestQuery) {
        limit = min(max(query.limit, 1), Int(Int32.max) - 1)
        if let cursor = query.cursor { span.append(.init("id < ?", cursor.rawValue)) }
        if let since = query.since {
            span.append(.init("started_at >= ?", since))
            span.append(.init("id >= ?", CallID.earliest(at: max(since, Self.slack) - Self.slack).rawValue))
        }
        if let until = query.until {
            span.append(.init("started_at < ?", until))
            span.append(.init("id <= ?", CallID.earliest(at: min(until, Int64.max - Self.slack) + Self.slack).rawValue))
        }
        if let user = query.user { filters.append(.user(user.rawValue)) }
        if let component = query.component {
            if query.model == nil {
                filters.append(.component(component.rawValue))
            } else {
                span.append(.init("component = ?", component.rawValue))
            }
        }
        model = query.model.map { ModelRows(name: $0.rawValue, component: query.component?.rawValue) }
        switch query.status {
        // Nearly all rows: no index would find them sooner.
        case .ok: span.append(.init("error_type IS NULL"))
        case .code(200): span.append(.init("status = 200"))
        case .error: filters.append(.error)
        case .code(let code): filters.append(.status(code))
        case nil: break
        }
    }

    /// The rows, newest first; at most ``limit`` and one.
    func fetch(_ db: Database) throws -> [Row] {
        let filters = try self.filters + [model?.filter(db)].compactMap { $0 }
        let leader = try Self.leader(db, of: filters, in: span)
        let conditions = span + filters.indices.filter { $0 != leader }.map { filters[$0].whole }
        guard let leader else {
            return try Row.fetchAll(
                db,
                sql: """
                    SELECT \(RequestRow.selection) FROM requests \(Self.filter(conditions))
                    ORDER BY id DESC LIMIT \(limit + 1)
                    """, arguments: Self.arguments(conditions))
        }
        let ids = try page(db, of: filters[leader].parts, conditions)
        return try Row.fetchAll(
            db,
            sql: """
                SELECT \(RequestRow.selection) FROM requests
                WHERE id IN (\(ids.map(String.init).joined(separator: ","))) ORDER BY id DESC
                """)
    }

    /// The newest rows of all parts, by their ids; each part is read in the order of its index, and only down to where
    /// the ones before have filled the page.
    private func page(
        _ db: Database, of parts: [RequestFilter.Part], _ conditions: [RequestFilter.Condition]
    ) throws -> [Int64] {
        var newest: [Int64] = []
        for part in parts {
            var all = [part.condition] + conditions
            if newest.count > limit, let oldest = newest.last { all.append(.init("id > ?", oldest)) }
            newest += try Int64.fetchAll(
                db,
                sql: """
                    SELECT id FROM requests INDEXED BY \(part.index) \(Self.filter(all))
                    ORDER BY id DESC LIMIT \(limit + 1)
                    """, arguments: Self.arguments(all))
            newest.sort(by: >)
            newest.removeLast(max(0, newest.count - limit - 1))
        }
        return newest
    }

    /// The filter with the fewest rows, by its place; nil without filters.
    private static func leader(
        _ db: Database, of filters: [RequestFilter], in span: [RequestFilter.Condition]
    ) throws -> Int? {
        guard filters.count > 1 else { return filters.indices.first }
        // Within the span of ids, but not by its times: those are not in the indexes.
        let ids = span.filter { $0.sql.hasPrefix("id ") }
        var fewest: (place: Int, rows: Int)?
        for (place, filter) in filters.enumerated() {
            let rows = try filter.parts.reduce(0) { (sum: Int, part: RequestFilter.Part) throws -> Int in
                guard sum < usual else { return sum }
                let conditions = [part.condition] + ids
                return try sum
                    + (Int.fetchOne(
                        db,
                        sql: """
                            SELECT count(*) FROM (SELECT 1 FROM requests INDEXED BY \(part.index)
                                \(Self.filter(conditions)) LIMIT \(usual - sum))
                            """, arguments: Self.arguments(conditions)) ?? 0)
            }
            let leads = fewest.map { rows < $0.rows || (rows == $0.rows && filter.isCovering) } ?? true
            if leads { fewest = (place, rows) }
        }
        return fewest?.place
    }

    private static func filter(_ conditions: [RequestFilter.Condition]) -> String {
        conditions.isEmpty ? "" : "WHERE " + conditions.map(\.sql).joined(separator: " AND ")
    }

    private static func arguments(_ conditions: [RequestFilter.Condition]) -> StatementArguments {
        conditions.reduce(into: StatementArguments()) { $0 += $1.arguments }
    }
}
