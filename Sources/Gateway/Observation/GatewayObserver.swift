public import Ledger
public import Usage

/// Told of what the data plane does.
///
/// Synchronous, cheap and non-throwing: it can neither fail nor delay a call.
///
/// Called on event loops, from several threads at once. Events are values; what they become (metrics, spans, error
/// reports) is decided in `Sources/Observability`, one file per event family.
public protocol GatewayObserver: Sendable {
    /// A call has been settled: its row is committed (or journaled), its end is released.
    func callSettled(_ event: borrowing CallSettled)
    /// A call was turned away without a ledger row.
    func callRefused(_ event: CallRefused)
    /// One attempt at a provider has ended.
    func upstreamEnded(_ event: UpstreamEnded)
    /// A call was sent once more, because a reused connection was closed before any answer.
    func upstreamReconnected(provider: ProviderID)
    /// An event loop came to its timer so many seconds late: what any call on it waits for its turn.
    ///
    /// Ten times a second and loop; needs not be implemented.
    func loopLagged(seconds: Double)
}

extension GatewayObserver {
    /// Does nothing.
    public func loopLagged(seconds: Double) {}
}

/// A call whose row is written.
public struct CallSettled: Sendable {
    public var record: UsageRecord
    /// Seconds that the gateway itself took: from the request's last byte in to its first byte out, plus from the
    /// answer's last byte in to the release of its end, which goes out at the end of the loop's turn.
    public var overheadSeconds: Double
    /// False when the end was released before the commit, because that failed or took over 2 s.
    public var committedInTime: Bool
    /// The recorded span of the call; nil where it is not traced.
    public var span: SpanReference?

    /// A settled call.
    public init(
        record: UsageRecord, overheadSeconds: Double, committedInTime: Bool, span: SpanReference? = nil
    ) {
        self.record = record
        self.span = span
        self.overheadSeconds = overheadSeconds
        self.committedInTime = committedInTime
    }
}

/// A call that was counted, not stored (CONTRACTS.md "What counts as what").
public struct CallRefused: Sendable, Hashable {
    /// Why.
    public enum Reason: String, Sendable, Hashable, CaseIterable {
        case malformed
        case bodyTooLarge = "body_too_large"
        /// A large body could not be put into a file.
        case bodyNotStored = "body_not_stored"
        case unauthenticated
        /// The virtual key does not allow this model or provider.
        case forbidden
        case unknownRoute = "unknown_route"
        case rateLimited = "rate_limited"
        case ledgerUnavailable = "ledger_unavailable"
        case shuttingDown = "shutting_down"
        case clientTimeout = "client_timeout"
    }
    public var reason: Reason
    /// The HTTP status sent; 0 when the connection was only closed.
    public var status: Int

    /// A refusal.
    public init(reason: Reason, status: Int) {
        self.reason = reason
        self.status = status
    }
}

/// How one attempt at a provider ended.
public struct UpstreamEnded: Sendable, Hashable {
    /// The closed set of the `outcome` label.
    public enum Outcome: String, Sendable, Hashable, CaseIterable {
        case ok
        /// An answer with a status of 400 or more.
        case errorStatus = "error_status"
        case connectFailed = "connect_failed"
        case connectTimeout = "connect_timeout"
        case firstByteTimeout = "first_byte_timeout"
        case idleTimeout = "idle_timeout"
        /// Closed or reset before the answer's end.
        case cut
        /// Not HTTP, or HTTP that cannot be relayed safely.
        case malformed
        /// Closed by the gateway, because the client went away.
        case aborted
    }
    public var provider: ProviderID
    public var outcome: Outcome
    /// Why it failed, as a sentence without secrets or content; nil where an answer came.
    public var message: String?

    /// The end of an attempt.
    public init(provider: ProviderID, outcome: Outcome, message: String? = nil) {
        self.provider = provider
        self.outcome = outcome
        self.message = message
    }
}

/// Bounds the values that become metric labels (CONTRACTS.md "Metrics").
///
/// Thread-safe; called once a call.
public protocol LabelAdmitting: Sendable {
    /// The labels under which a call is counted. `model` is nil where the contract says `other`.
    func admit(model: ModelID?, component: ComponentType) -> (model: String, component: String)
}
