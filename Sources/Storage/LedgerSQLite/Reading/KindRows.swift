import GRDB

/// The newest rows of some kinds, by their ids: each kind's lie in an index in the order of ids.
struct KindRows {
    /// Whose rows; nil = everybody's.
    let user: String?
    /// The ids among which they are.
    let ids: ClosedRange<Int64>
    /// Conditions on the rows themselves.
    let times: TimeCondition

    /// The newest ids, `limit` at most, newest first.
    ///
    /// Each kind's newest row is looked up, which takes some microseconds. Then the kinds are read in the order of these, each
    /// only down to where the ones before have filled the page: no more than `limit` of them, unless conditions refuse rows.
    func newest(_ db: Database, of kinds: [Int64], limit: Int) throws -> [Int64] {
        let heads = try heads(db, of: kinds)
        let statement = try db.cachedStatement(
            sql: "\(search("?", and: times.sql)) LIMIT ?")
        var newest: [Int64] = []
        var lowest = ids.lowerBound
        for head in heads {
            guard head.newest >= lowest else { break }
            var arguments: StatementArguments = user.map { [$0] } ?? []
            arguments += [head.kind, lowest, ids.upperBound]
            newest += try Int64.fetchAll(statement, arguments: arguments + times.arguments + [limit])
            newest.sort(by: >)
            newest.removeLast(max(0, newest.count - limit))
            if newest.count == limit, let last = newest.last { lowest = last }
        }
        return newest
    }

    /// The newest row of each kind that has any among the ids, newest first.
    private func heads(_ db: Database, of kinds: [Int64]) throws -> [(kind: Int64, newest: Int64)] {
        var arguments: StatementArguments = user.map { [$0] } ?? []
        arguments += [ids.lowerBound, ids.upperBound, Self.list(kinds)]
        let rows = try Row.fetchCursor(
            db, sql: "SELECT value, (\(search("value")) LIMIT 1) FROM json_each(?)", arguments: arguments)
        var heads: [(kind: Int64, newest: Int64)] = []
        while let row = try rows.next() {
            if let newest: Int64 = row[1] { heads.append((row[0], newest)) }
        }
        return heads.sorted { $0.newest > $1.newest }
    }

    /// Numbers as SQL's `json_each` takes them.
    static func list(_ numbers: [Int64]) -> String {
        "[\(numbers.map(String.init).joined(separator: ","))]"
    }

    private func search(_ kind: String, and conditions: String = "TRUE") -> String {
        let index = user == nil ? "requests_by_kind WHERE" : "requests_by_user WHERE user = ? AND"
        return """
            SELECT id FROM requests INDEXED BY \(index) requests.kind = \(kind) AND id BETWEEN ? AND ? AND \(conditions)
            ORDER BY id DESC
            """
    }
}
