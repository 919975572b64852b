import Hummingbird
import Ledger

/// `GET /api/v1/admin/requests/{id}`: one row with its token classes, what else was billed, and its price line by line.
struct RequestEndpoint: Endpoint {
    let ledger: any LedgerReading
    let prices: (any CostExplaining)?

    func answer(_ request: Request, _ context: BasicRequestContext) async throws -> Response {
        let text = context.parameters.get("id") ?? ""
        guard let id = CallID(text) else {
            throw AdminError(
                status: .badRequest, code: "invalid_id",
                message: "Expected an id as 'x-tollgate-request-id' has it: 'req_' and 13 characters.")
        }
        guard let record = try await reading(context, { try await ledger.request(id) }) else {
            throw AdminError.notFound("No request has the id \(id); rows are kept for the retention time.")
        }
        var json = JSONWriter()
        json.record(record, lines: prices?.lines(of: record) ?? [])
        return Response(json: json)
    }
}
