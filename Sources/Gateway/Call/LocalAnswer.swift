import Dialects
import Usage

/// An answer that the gateway makes itself: a refusal or a failure, in the dialect's own error shape.
struct LocalAnswer {
    var status: Int
    var reason: String
    var body: [UInt8]
    var fields: [(String, String)]

    /// The answer of `status` with `code` and a sentence for a person.
    ///
    /// - Parameters:
    ///   - mayRetry: false adds `x-should-retry: false`, which the SDKs obey.
    ///   - retryAfter: seconds, for `Retry-After`.
    init(
        status: Int, code: String, message: String, dialect: Dialect, mayRetry: Bool = true, retryAfter: Int64? = nil
    ) {
        self.status = status
        reason = Self.phrase(status)
        body = dialect.errorBody(
            Refusal(status: status, code: code, message: message, errorType: Self.errorType(status)))
        fields = [("Content-Type", "application/json")]
        if !mayRetry { fields.append(("x-should-retry", "false")) }
        if let retryAfter { fields.append(("Retry-After", "\(retryAfter)")) }
        if status == 401 { fields.append(("WWW-Authenticate", "Bearer")) }
    }

    private static func errorType(_ status: Int) -> ErrorType {
        switch status {
        case 401, 403: .authentication
        case 408, 504: .timeout
        case 429: .rateLimit
        case 502: .upstreamUnreachable
        case 500...: .serverError
        default: .invalidRequest
        }
    }

    /// The reason phrase of the statuses that the gateway sends itself (RFC 9110, section 15).
    static func phrase(_ status: Int) -> String {
        switch status {
        case 400: "Bad Request"
        case 401: "Unauthorized"
        case 403: "Forbidden"
        case 404: "Not Found"
        case 408: "Request Timeout"
        case 413: "Content Too Large"
        case 414: "URI Too Long"
        case 429: "Too Many Requests"
        case 431: "Request Header Fields Too Large"
        case 501: "Not Implemented"
        case 502: "Bad Gateway"
        case 503: "Service Unavailable"
        case 504: "Gateway Timeout"
        case 505: "HTTP Version Not Supported"
        case 507: "Insufficient Storage"
        default: "Error"
        }
    }
}
