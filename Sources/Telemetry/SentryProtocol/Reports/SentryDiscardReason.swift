/// Why something was not sent (SD `foundations/transport/client-reports.mdx`).
public enum SentryDiscardReason: String, Sendable, Hashable, CaseIterable {
    /// The queue was full.
    case queueOverflow = "queue_overflow"
    /// The spool was full.
    case cacheOverflow = "cache_overflow"
    /// A rate limit was in force.
    case rateLimitBackoff = "ratelimit_backoff"
    /// The network failed, and nothing was left to wait with.
    case networkError = "network_error"
    /// It was not in the sample, or beyond the month's budget.
    case sampleRate = "sample_rate"
    case beforeSend = "before_send"
    case eventProcessor = "event_processor"
    /// The receiver answered with an error other than 429.
    case sendError = "send_error"
    /// It could not be encoded.
    case internalError = "internal_sdk_error"
}
