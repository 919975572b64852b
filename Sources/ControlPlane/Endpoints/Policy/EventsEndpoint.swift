import Budgets
import HTTPTypes
import Hummingbird
import Ledger
import NIOCore
import ServiceLifecycle

/// `GET /api/v1/admin/events`: alerts as they come, as server-sent events (`event: budget_alert`), until the reader goes.
struct EventsEndpoint: Endpoint {
    let events: any AlertSubscribing

    /// A comment is sent so often, so that nobody between takes the connection for dead.
    private static let heartbeat = Duration.seconds(15)

    private enum Event: Sendable {
        case alert(BudgetAlert)
        case heartbeat
    }

    func answer(_ request: Request, _ context: BasicRequestContext) -> Response {
        let headers: HTTPFields = [.contentType: "text/event-stream", .cacheControl: "no-store"]
        guard request.method == .get else { return Response(status: .ok, headers: headers) }
        let alerts = events.subscribe()
        return Response(
            status: .ok, headers: headers,
            body: ResponseBody { writer in
                try await writer.write(ByteBuffer(string: ": alerts as they come\n\n"))
                for await event in Self.merged(alerts).cancelOnGracefulShutdown() {
                    switch event {
                    case .heartbeat: try await writer.write(ByteBuffer(string: ":\n\n"))
                    case .alert(let alert):
                        let text = "event: budget_alert\nid: \(alert.id)\ndata: \(AlertMessage.json(alert))\n\n"
                        try await writer.write(ByteBuffer(string: text))
                    }
                }
                try await writer.finish(nil)
            })
    }

    /// Alerts, and heartbeats between them; both end with the reader.
    private static func merged(_ alerts: AsyncStream<BudgetAlert>) -> AsyncStream<Event> {
        AsyncStream(bufferingPolicy: .bufferingNewest(256)) { continuation in
            // Unstructured: they live as long as the stream, which cancels them.
            let forwarding = Task {
                for await alert in alerts { continuation.yield(.alert(alert)) }
                continuation.finish()
            }
            let beating = Task {
                while (try? await Task.sleep(for: heartbeat)) != nil { continuation.yield(.heartbeat) }
            }
            continuation.onTermination = { _ in
                forwarding.cancel()
                beating.cancel()
            }
        }
    }
}
