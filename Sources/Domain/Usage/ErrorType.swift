/// Why a call failed, as a closed set (CONTRACTS.md "Metrics").
public enum ErrorType: String, Sendable, Hashable, CaseIterable {
    case rateLimit = "rate_limit"
    case timeout
    case invalidRequest = "invalid_request"
    case serverError = "server_error"
    case authentication
    case budgetExceeded = "budget_exceeded"
    case upstreamUnreachable = "upstream_unreachable"
    case contentFilter = "content_filter"
}
