import HTTPTypes
import Hummingbird
import Ledger

/// `GET /`: the overview page of a month (`?month=`, default the running one).
struct OverviewEndpoint: Endpoint {
    let ledger: any LedgerReading
    let now: @Sendable () -> Int64

    func answer(_ request: Request, _ context: BasicRequestContext) async throws -> Response {
        let now = now()
        let month = try Month(QueryParameters(request), now: now)
        let report = try await reading(context) {
            try await ledger.costs(CostQuery(month: month, limit: OverviewPage.rows))
        }
        var newest = RequestQuery()
        newest.until = month.endMicroseconds
        newest.limit = OverviewPage.rows
        let page = try await reading(context) { [newest] in try await ledger.requests(newest) }
        let html = OverviewPage(
            report: report, projection: Projection(month: month, now: now), requests: page.records
        ).html
        var response = Response(contentType: "text/html; charset=utf-8", html.utf8)
        response.headers[.contentSecurityPolicy] =
            "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
        return response
    }
}
