import GRDB

/// Where the rows of a model are: those that asked for it, were answered by it, or have its price.
///
/// The index of `request_model` has rows of one answering model and one component in the order of their ids, so each such pair is a
/// part of its own. There are few, and each is found by one step from the one before. Whoever was answered by a version of what
/// they asked for (`gpt-4o-2024-08-06` for `gpt-4o`: nearly all rows of some providers) is found by the beginnings of
/// the version's name; no other index has these rows.
struct ModelRows {
    /// Pairs beyond which rows are sorted instead.
    private static let mostPairs = 300
    private static let index = "requests_by_request_model"

    let name: String
    /// The component that is asked for as well.
    let component: String?

    /// The filter, with its parts as the database has them now.
    func filter(_ db: Database) throws -> RequestFilter {
        let whole = RequestFilter.Condition(
            "(request_model = ? OR response_model = ? OR priced_as = ?)", name, name, name)
        return RequestFilter(
            whole: whole,
            parts: try askedFor(db) + [
                RequestFilter.Part(
                    index: "requests_by_response_model",
                    condition: .init("response_model = ? AND \(RequestFilter.isOtherResponseModel)", name)),
                RequestFilter.Part(
                    index: "requests_by_priced_as",
                    condition: .init("priced_as = ? AND \(RequestFilter.isOtherPrice)", name)),
            ])
    }

    /// A model that was asked for, and the one that answered.
    private struct Pair {
        let request: String
        let response: String?
    }

    private func askedFor(_ db: Database) throws -> [RequestFilter.Part] {
        var pairs: [Pair] = []
        var last: String? = try first(db, "response_model", "request_model = ? AND response_model >= ''", [name])
        while let response = last, pairs.count <= Self.mostPairs {
            pairs.append(Pair(request: name, response: response))
            last = try first(db, "response_model", "request_model = ? AND response_model > ?", [name, response])
        }
        pairs += try beginnings(db).map { Pair(request: $0, response: name) }
        // Last, as hardly any of these were answered: the others may have filled the page.
        pairs.append(Pair(request: name, response: nil))
        guard pairs.count <= Self.mostPairs else { return sorted }
        var parts: [RequestFilter.Part] = []
        for pair in pairs {
            let condition = "request_model = ? AND response_model IS ? AND component"
            var last = component
            if last == nil { last = try first(db, "component", "\(condition) >= ''", [pair.request, pair.response]) }
            while let component = last {
                parts.append(
                    RequestFilter.Part(
                        index: Self.index, condition: .init("\(condition) = ?", pair.request, pair.response, component))
                )
                guard parts.count <= Self.mostPairs else { return sorted }
                if self.component != nil { break }
                last = try first(db, "component", "\(condition) > ?", [pair.request, pair.response, component])
            }
        }
        return parts
    }

    /// The same rows where there are too many pairs: they have to be sorted.
    private var sorted: [RequestFilter.Part] {
        let beginnings = beginnings
        let marks = beginnings.map { _ in "?" }.joined(separator: ",")
        return [
            RequestFilter.Part(index: Self.index, condition: .init("request_model = ?", name)),
            RequestFilter.Part(
                index: Self.index,
                condition: .init(
                    "request_model IN (\(marks)) AND response_model = ?",
                    arguments: StatementArguments(beginnings + [name]))),
        ]
    }

    /// The smallest value of a column of the index under a condition; nil where there is none.
    private func first(
        _ db: Database, _ column: String, _ condition: String, _ values: [String?]
    ) throws -> String? {
        try String.fetchOne(
            db.cachedStatement(
                sql: "SELECT min(\(column)) FROM requests INDEXED BY \(Self.index) WHERE \(condition)"),
            arguments: StatementArguments(values))
    }

    /// The beginnings of the name, without the name itself.
    private var beginnings: [String] {
        name.unicodeScalars.indices.prefix(512).map { String(name.unicodeScalars[..<$0]) }
    }

    /// The beginnings that were asked for and answered by the model.
    private func beginnings(_ db: Database) throws -> [String] {
        let all = beginnings
        guard !all.isEmpty else { return [] }
        return try String.fetchAll(
            db,
            sql: """
                WITH beginnings (name) AS (VALUES \(all.map { _ in "(?)" }.joined(separator: ",")))
                SELECT name FROM beginnings WHERE EXISTS (
                    SELECT 1 FROM requests INDEXED BY \(Self.index) WHERE request_model = name AND response_model = ?)
                """, arguments: StatementArguments(all + [name]))
    }
}
