import Hummingbird
import Ledger

/// `GET /api/v1/admin/status`: how the gateway is, and what the dashboard has to know of it.
struct StatusEndpoint: Endpoint {
    let ledger: any LedgerReading
    let parts: DashboardParts
    let reasons: @Sendable () -> [String]
    let now: @Sendable () -> Int64

    func answer(_ request: Request, _ context: BasicRequestContext) -> Response {
        let (health, store, reasons) = (ledger.health, parts.sharedStore?(), reasons())
        var json = JSONWriter()
        json.object { json in
            json.key("version")
            json.string(parts.version)
            json.key("now")
            json.string(Timestamp.text(microseconds: now()))
            json.key("reasons")
            json.array { json in
                for reason in reasons { json.string(reason) }
            }
            json.key("ledger")
            json.object { json in json.ledger(health) }
            json.key("shared_store")
            if let store {
                json.object { json in
                    json.key("connected")
                    json.boolean(store.isConnected)
                    json.key("lag_ms")
                    json.wholeMilliseconds(store.lagSeconds)
                    json.key("message")
                    json.string(store.message)
                }
            } else {
                json.null()
            }
            json.key("trace_url")
            json.string(parts.traceURL)
        }
        return Response(json: json)
    }
}
