import Hummingbird
import Ledger
import NIOCore
import Usage

/// `GET /api/v1/admin/llm-costs`: a month's costs by user, model, component and day, as JSON or CSV.
///
/// CSV is one table (`table=users|models|components|days`); the users' without `limit` has all of them.
struct LLMCostsEndpoint: Endpoint {
    let ledger: any LedgerReading
    let budgets: any BudgetAdministering
    let now: @Sendable () -> Int64

    /// Each read sums the whole month and orders its users, so that a table of all takes as few as memory allows.
    private static let usersARead = 20_000

    func answer(_ request: Request, _ context: BasicRequestContext) async throws -> Response {
        let now = now()
        let parameters = try QueryParameters(request)
        var query = try CostQuery(parameters, now: now)
        let isCSV = try parameters.choice("format", [("json", false), ("csv", true)]) ?? false
        let isWhole = isCSV && parameters["limit"] == nil
        if isWhole { query.limit = Self.usersARead }
        let table = try parameters.choice("table", CostTable.allCases.map { ($0.rawValue, $0) }) ?? .users
        let report = try await reading(context) { [query] in try await ledger.costs(query) }
        let projection = Projection(month: query.month, now: now)
        let budget = { (user: UserID) in budgets.monthly(user.rawValue) }
        guard isCSV else {
            var json = JSONWriter()
            json.costReport(report, projection, budget: budget)
            return Response(json: json)
        }
        var csv = CSVWriter()
        csv.header(of: table)
        csv.rows(of: table, report, projection, budget: budget)
        var cursor = table == .users ? report.nextCursor : nil
        if isWhole {
            while let next = cursor {
                var further = query
                further.cursor = next
                let page = try await reading(context) { [further] in try await ledger.costs(further) }
                csv.rows(of: table, page, projection, budget: budget)
                cursor = page.nextCursor
            }
        }
        var response = Response(contentType: "text/csv; charset=utf-8; header=present", csv.bytes)
        response.headers[.contentDisposition] =
            #"attachment; filename="llm-costs-\#(query.month)-\#(table.rawValue).csv""#
        if let cursor { response.headers.linkNext(request, cursor: cursor) }
        return response
    }
}
