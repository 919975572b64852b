import Ledger

extension CostQuery {
    /// Reads `month` (default: the running one), `sort`, `limit` and `cursor`.
    init(_ parameters: QueryParameters, now: Int64) throws(AdminError) {
        let choices = Sort.allCases.map { ($0.rawValue, $0) }
        self.init(
            month: try Month(parameters, now: now),
            sort: try parameters.choice("sort", choices) ?? .costDescending,
            limit: try parameters.limit() ?? 100,
            cursor: parameters["cursor"])
    }
}

extension Month {
    /// Reads `month`; the running one when it is absent.
    init(_ parameters: QueryParameters, now: Int64) throws(AdminError) {
        let text = parameters["month"]
        guard let month = text.map({ Month($0) }) ?? Month(containing: now) else {
            throw .invalidParameter("month", "expected YYYY-MM, such as 2026-11.")
        }
        self = month
    }
}
