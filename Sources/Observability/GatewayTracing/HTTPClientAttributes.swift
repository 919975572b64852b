import Gateway
import Ledger
import Tracing
import Usage

/// What a client span tells of a request that is no model's work, a path that no dialect knows
/// (OpenTelemetry semantic conventions, `docs/http/http-spans.md`).
enum HTTPClientAttributes {
    /// The attributes of `call`; its URL without a query, which may hold a key.
    static func of(_ call: TracedCall) -> SpanAttributes {
        let request = call.request
        let method = HTTPMethodName(request.method)
        let isUsual = request.port == (request.isSecured ? 443 : 80)
        let origin = (request.isSecured ? "https://" : "http://") + request.host + (isUsual ? "" : ":\(request.port)")
        var all: SpanAttributes = [
            "http.request.method": .string(method.attribute), "server.address": .string(request.host),
            "server.port": .int64(Int64(request.port)), "url.full": .string(origin + request.path),
        ]
        all["http.request.method_original"] = method.original
        let isAnswered = call.timing.firstByte > 0
        if isAnswered { all["http.response.status_code"] = call.record.status }
        let isRefused = isAnswered && call.record.status >= 400
        all["error.type"] = isRefused ? "\(call.record.status)" : call.record.errorType?.rawValue
        return all
    }
}
