/// What rate limits and client reports are counted by (SD `foundations/transport/rate-limiting.mdx`).
public enum SentryDataCategory: String, Sendable, Hashable, CaseIterable {
    case `default`
    case error
    case transaction
    case span
    case session
    case attachment
    case monitor
    case feedback
    case profile
    case replay
    case logItem = "log_item"
    /// Of client reports themselves; never limited, never reported.
    case `internal`
}
