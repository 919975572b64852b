import GRDB
import Ledger
import Usage

/// What a ``RequestQuery`` asks of a row's kind (``Schema/kinds``): model, component and status.
struct KindCondition {
    /// SQL over the columns of `kinds`; nil where every kind meets it.
    let sql: String?
    let arguments: StatementArguments

    /// The conditions of `query`.
    init(_ query: RequestQuery) {
        var conditions: [String] = []
        var arguments: StatementArguments = []
        if let model = query.model?.rawValue.asStored {
            conditions.append("(request_model = ? OR response_model = ? OR priced_as = ?)")
            arguments += [model, model, model]
        }
        if let component = query.component {
            conditions.append("component = ?")
            arguments += [component.rawValue.asStored]
        }
        switch query.status {
        case .ok: conditions.append("failed = 0")
        case .error: conditions.append("failed = 1")
        case .code(let code):
            conditions.append("status = ?")
            arguments += [code]
        case nil: break
        }
        sql = conditions.isEmpty ? nil : conditions.joined(separator: " AND ")
        self.arguments = arguments
    }

    /// The kinds that meet it, `most` at most.
    func kinds(_ db: Database, atMost most: Int) throws -> [Int64] {
        try Int64.fetchAll(
            db, sql: "SELECT kind FROM kinds WHERE \(sql ?? "TRUE") LIMIT ?", arguments: arguments + [most])
    }

    /// The kinds of `user`'s rows that meet it, found step by step in the index of users; nil where the user has more than
    /// `most` of any.
    func kinds(_ db: Database, of user: String, atMost most: Int) throws -> [Int64]? {
        let next = "SELECT min(kind) FROM requests INDEXED BY requests_by_user WHERE user = ?"
        let kinds = try Int64.fetchAll(
            db,
            sql: """
                WITH RECURSIVE steps (kind) AS (
                    \(next)
                    UNION ALL
                    SELECT (\(next) AND requests.kind > steps.kind) FROM steps WHERE steps.kind IS NOT NULL
                    LIMIT ?
                )
                SELECT kind FROM steps WHERE kind IS NOT NULL
                """, arguments: [user, user, min(most, Int.max - 1) + 1])
        guard kinds.count <= most else { return nil }
        guard let sql else { return kinds }
        let all: StatementArguments = [KindRows.list(kinds)]
        return try Int64.fetchAll(
            db, sql: "SELECT kind FROM kinds WHERE kind IN (SELECT value FROM json_each(?)) AND \(sql)",
            arguments: all + arguments)
    }
}

extension String {
    /// As ``TextArena`` stores it.
    var asStored: String {
        guard utf8.contains(0) else { return self }
        return String(String.UnicodeScalarView(unicodeScalars.map { $0 == "\0" ? "\u{1A}" : $0 }))
    }
}
