public import SentryProtocol

/// What a client has done so far, for metrics.
public struct SentryStatistics: Sendable, Hashable {
    /// Delivered, by category.
    public var sent: [SentryDataCategory: Int] = [:]
    /// Given up, by reason and category; what a 429 refused counts as `ratelimit_backoff`.
    public var discarded: [SentryClientReport.Kind: Int] = [:]
    /// Waiting in the queue.
    public var queued = 0
    /// Waiting for a receiver that cannot be reached.
    public var spooled = 0
    /// Held back by the month's budget; these are in `discarded` as `sample_rate`, too.
    public var heldBack = 0

    /// Nothing done.
    public init() {}
}
