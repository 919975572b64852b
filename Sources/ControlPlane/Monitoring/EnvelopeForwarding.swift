public import SentryProtocol

/// The port through which the tunnel posts envelopes.
public protocol EnvelopeForwarding: Sendable {
    /// Posts an envelope's bytes as they are to a project's address, and returns what was answered.
    func forward(_ envelope: [UInt8], to project: SentryDSN) async throws -> ForwardedAnswer
}

/// What a receiver answered.
public struct ForwardedAnswer: Sendable, Hashable {
    public var status: Int
    /// `X-Sentry-Rate-Limits` and `Retry-After`, as they came.
    public var rateLimits: String?
    public var retryAfter: String?

    /// An answer.
    public init(status: Int, rateLimits: String? = nil, retryAfter: String? = nil) {
        self.status = status
        self.rateLimits = rateLimits
        self.retryAfter = retryAfter
    }
}
