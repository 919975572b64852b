/// Posts envelopes; the seam between the client's rules and HTTP.
package protocol SentryTransport: Sendable {
    /// Posts one; nil where there was no answer (no connection, a broken one, too late, cancelled).
    func post(_ envelope: [UInt8]) async -> SentryAnswer?
    /// Nothing more will come.
    func shutdown() async
}

/// A receiver's answer.
package struct SentryAnswer: Sendable, Hashable {
    package var status: Int
    /// `X-Sentry-Rate-Limits` as it came, several fields joined with commas.
    package var rateLimits: String?
    /// `Retry-After` in seconds.
    package var retryAfter: Double?

    package init(status: Int, rateLimits: String? = nil, retryAfter: Double? = nil) {
        self.status = status
        self.rateLimits = rateLimits
        self.retryAfter = retryAfter
    }
}
