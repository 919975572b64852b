import Hummingbird
import Ledger

/// `GET /readyz`: 200 while calls can be served and recorded, else 503, each with its reasons as JSON.
struct ReadinessEndpoint: Endpoint {
    let ledger: any LedgerReading
    /// Reasons from outside the ledger.
    let reasons: @Sendable () -> [String]

    func answer(_ request: Request, _ context: BasicRequestContext) -> Response {
        let health = ledger.health
        var problems = reasons()
        if !health.isWritable {
            problems.append("The ledger cannot be written: \(health.message ?? "its last commit failed.")")
        }
        var json = JSONWriter()
        json.object { json in
            json.key("ready")
            json.boolean(problems.isEmpty)
            json.key("reasons")
            json.array { json in
                for problem in problems { json.string(problem) }
            }
            json.key("ledger")
            json.object { json in json.ledger(health) }
        }
        return Response(status: problems.isEmpty ? .ok : .serviceUnavailable, json: json)
    }
}
