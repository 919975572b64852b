import Hummingbird
import Ledger

/// `GET /api/v1/admin/requests/{id}`: one row with its token classes and what else was billed.
struct RequestEndpoint: Endpoint {
    let ledger: any LedgerReading

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
        json.record(record, detailed: true)
        return Response(json: json)
    }
}
