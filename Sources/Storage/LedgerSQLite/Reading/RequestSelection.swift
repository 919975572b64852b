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
/// The time in an id is that of `started_at` to the second, so a span of time is a span of ids; the rows of which that is not
/// true have an index of their own (``OutOfTime``).
struct RequestSelection {
    /// Kinds beyond which the newest rows are looked at before all of them are.
    ///
    /// So many come of names that hardly two calls share; there the rows that are asked for mostly lie densely.
    private static let manyKinds = 5_000
    /// Rows that are looked at then: as many as take as long as a few thousand kinds.
    private static let rowsWalked = 50_000

    let limit: Int
    private let query: RequestQuery
    private let user: String?

    /// The rows for `query`.
    init(_ query: RequestQuery) {
        self.query = query
        user = query.user?.rawValue.asStored
        limit = min(max(query.limit, 1), Int(Int32.max) - 1)
    }

    /// The rows, newest first; at most ``limit`` and one.
    func fetch(_ db: Database) throws -> [Row] {
        let condition = KindCondition(query)
        let times = TimeCondition(query)
        var newest: [Int64] = []
        if let ids = times.ids { newest = try self.newest(db, ids, condition, times) }
        if times.isBounded { newest += try OutOfTime(user, condition, times).newest(db, limit + 1) }
        newest.sort(by: >)
        return try Row.fetchAll(
            db,
            sql: """
                SELECT \(RequestRow.selection) FROM requests
                WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id DESC
                """, arguments: [KindRows.list(Array(newest.prefix(limit + 1)))])
    }

    /// The newest ids among `ids`.
    private func newest(
        _ db: Database, _ ids: ClosedRange<Int64>, _ condition: KindCondition, _ times: TimeCondition
    ) throws -> [Int64] {
        let walk = RowWalk(user: user, condition: condition, times: times)
        guard user != nil || condition.sql != nil else { return try walk.newest(db, ids, rows: nil, limit + 1).found }
        func rows(_ ids: ClosedRange<Int64>) -> KindRows { KindRows(user: user, ids: ids, times: times) }
        if let kinds = try kinds(db, condition, atMost: Self.manyKinds) {
            return try rows(ids).newest(db, of: kinds, limit: limit + 1)
        }
        let (found, next) = try walk.newest(db, ids, rows: Self.rowsWalked, limit + 1)
        guard let next, found.count <= limit else { return found }
        let kinds = try kinds(db, condition, atMost: .max) ?? []
        return try found + rows(ids.lowerBound...next).newest(db, of: kinds, limit: limit + 1 - found.count)
    }

    /// The kinds that have the rows; nil where there are more than `most`.
    private func kinds(_ db: Database, _ condition: KindCondition, atMost most: Int) throws -> [Int64]? {
        if let user, let kinds = try condition.kinds(db, of: user, atMost: most) { return kinds }
        guard condition.sql != nil else { return nil }
        let kinds = try condition.kinds(db, atMost: most == .max ? most : most + 1)
        return kinds.count > most ? nil : kinds
    }
}
