/// How a span ended.
public enum SentrySpanStatus: String, Sendable, Hashable, CaseIterable {
    case ok, cancelled, unknown, aborted, unimplemented, unavailable, unauthenticated
    case invalidArgument = "invalid_argument"
    case deadlineExceeded = "deadline_exceeded"
    case notFound = "not_found"
    case alreadyExists = "already_exists"
    case permissionDenied = "permission_denied"
    case resourceExhausted = "resource_exhausted"
    case failedPrecondition = "failed_precondition"
    case outOfRange = "out_of_range"
    case internalError = "internal_error"
    case dataLoss = "data_loss"

    /// What an HTTP status says (SD `telemetry/traces/span-statuses`).
    public init(httpStatus: Int) {
        switch httpStatus {
        case ..<400: self = .ok
        case 401: self = .unauthenticated
        case 403: self = .permissionDenied
        case 404: self = .notFound
        case 409: self = .alreadyExists
        case 413, 429: self = .resourceExhausted
        case 499: self = .cancelled
        case 400..<500: self = .invalidArgument
        case 501: self = .unimplemented
        case 503: self = .unavailable
        case 504: self = .deadlineExceeded
        case 500..<600: self = .internalError
        default: self = .unknown
        }
    }
}
