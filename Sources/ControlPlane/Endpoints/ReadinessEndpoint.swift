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
            json.object { json in
                json.key("writable")
                json.boolean(health.isWritable)
                json.key("rows_waiting")
                json.integer(health.rowsWaiting)
                json.key("lag_ms")
                json.integer(Self.milliseconds(health.lagSeconds))
                json.key("message")
                json.string(health.message)
            }
        }
        return Response(status: problems.isEmpty ? .ok : .serviceUnavailable, json: json)
    }

    /// Whole milliseconds, however wild the number is.
    private static func milliseconds(_ seconds: Double) -> Int64 {
        guard seconds > 0 else { return 0 }
        return Int64(exactly: (min(seconds, 1e12) * 1000).rounded()) ?? 0
    }
}
