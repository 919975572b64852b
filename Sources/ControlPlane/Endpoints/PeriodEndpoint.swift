import Hummingbird
import Ledger

/// `GET /api/v1/admin/overview`: sums over some hours, beside those of as many before, exact.
struct PeriodEndpoint: Endpoint {
    let ledger: any LedgerReading
    /// Whether other gateways have calls that are not in these sums.
    let isShared: Bool
    let now: @Sendable () -> Int64

    func answer(_ request: Request, _ context: BasicRequestContext) async throws -> Response {
        let now = now()
        let query = try PeriodQuery(QueryParameters(request), now: now)
        let report = try await reading(context) { try await ledger.period(query) }
        var json = JSONWriter()
        json.period(report, complete: !isShared)
        return Response(json: json)
    }
}
