import Budgets
import Hummingbird
import Ledger

/// `GET /api/v1/admin/alerts`: alerts that were told, newest first.
struct AlertsEndpoint: Endpoint {
    let alerts: any AlertStoring

    func answer(_ request: Request, _ context: BasicRequestContext) async throws -> Response {
        let parameters = try QueryParameters(request)
        let limit = try parameters.limit() ?? 100
        var before: Int64?
        if let text = parameters["cursor"] {
            guard let time = Int64(text), time >= 0 else {
                throw AdminError.invalidParameter("cursor", "expected the next_cursor of the page before.")
            }
            before = time
        }
        let found = try await policy(context) { [before] in
            try await alerts.alerts(before: before, limit: limit + 1)
        }
        var json = JSONWriter()
        json.object { json in
            json.key("alerts")
            json.array { json in
                for alert in found.prefix(limit) { json.verbatim(AlertMessage.json(alert)) }
            }
            json.key("next_cursor")
            json.string(found.count > limit ? found.prefix(limit).last.map { "\($0.at)" } : nil)
        }
        return Response(json: json)
    }
}
