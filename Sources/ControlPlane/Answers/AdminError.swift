import HTTPTypes
import Hummingbird

/// An error that is answered as `{"error":{"code","message"}}` (CONTRACTS.md "Admin API").
struct AdminError: Error {
    /// The HTTP status.
    var status: HTTPResponse.Status
    /// What a program looks at: stable, snake case.
    var code: String
    /// What a person reads: what was wrong and what is expected.
    var message: String
    /// Fields that belong to this error: `Allow`, `WWW-Authenticate`.
    var headers: HTTPFields = [:]

    /// A value in the query that is not accepted.
    static func invalidParameter(_ name: String, _ expected: String) -> AdminError {
        AdminError(status: .badRequest, code: "invalid_\(name)", message: "Parameter '\(name)': \(expected)")
    }

    /// No such path, or no such thing.
    static func notFound(_ message: String) -> AdminError {
        AdminError(status: .notFound, code: "not_found", message: message)
    }

    /// The path is served, but not by this method.
    static func methodNotAllowed(_ method: String, allowed: String) -> AdminError {
        AdminError(
            status: .methodNotAllowed, code: "method_not_allowed",
            message: "\(method) is not served here; use one of: \(allowed).", headers: [.allow: allowed])
    }

    /// The ledger threw; the log has the details.
    static var ledgerUnavailable: AdminError {
        AdminError(
            status: .serviceUnavailable, code: "ledger_unavailable",
            message: "The ledger could not be read; the gateway's log says why.", headers: [.retryAfter: "1"])
    }

    /// The error as an answer.
    var response: Response {
        var json = JSONWriter()
        json.object { json in
            json.key("error")
            json.object { json in
                json.key("code")
                json.string(code)
                json.key("message")
                json.string(message)
            }
        }
        var response = Response(status: status, json: json)
        for field in headers { response.headers.append(field) }
        return response
    }
}
