public import Money
public import NIOCore

/// What the data plane is told at start.
///
/// Times are `TimeAmount`s, sizes bytes.
public struct GatewaySettings: Sendable {
    /// Address to listen on.
    public var host = "127.0.0.1"
    /// Port to listen on; 0 = any free one.
    public var port = 4000
    /// Event loops; nil = one a core.
    public var eventLoops: Int?
    public var providers: [UpstreamProvider] = []
    /// With it, only a valid virtual key passes.
    public var requiresKeys = false
    /// What happens to new calls while the ledger cannot be written.
    public var onLedgerFailure = LedgerFailurePolicy.auto
    /// What a call that cannot be bounded holds under a hard budget; nil = such calls are refused.
    public var maxCostPerCall: NanoUSD?
    /// Tokens that an image in a prompt counts as at most, under a hard budget; nil = the model's context window.
    public var imageTokens: Int64?
    /// Send a call once more when a reused connection turns out to be closed.
    public var resendsOnStaleConnection = true
    /// Where bodies of more than `limits.bufferedRequest` lie while their call runs; nil: nowhere, all are kept in
    /// memory.
    public var spoolDirectory: String?
    public var limits = Limits()
    public var timeouts = Timeouts()

    /// The defaults.
    public init() {}

    /// `on_ledger_failure` (CONTRACTS.md "The end of a response").
    public enum LedgerFailurePolicy: String, Sendable, Hashable, CaseIterable {
        /// Refused where a hard budget applies, otherwise served.
        case auto
        /// Every new call is refused with 503.
        case refuse
        /// Every new call is served.
        case serve
    }

    /// Sizes, in bytes.
    public struct Limits: Sendable, Hashable {
        /// A request's body; more is 413.
        public var requestBody = 32 << 20
        /// Bodies of requests up to this are kept in memory, larger ones in a file.
        public var bufferedRequest = 256 << 10
        /// A request's head; more is 431, as is a line of more than 8 KiB.
        ///
        /// Answers may have 64 KiB.
        public var head = 32 << 10
        /// Plain answers up to this are buffered whole, so that their cost can be told in the head.
        public var bufferedAnswer = 1 << 20
        /// What is read of an answer after its client has gone.
        public var drain = 64 << 20
        /// What is withheld, beyond one event, until the row is committed.
        public var withheld = 64 << 10
        /// Client connections at once; more wait in the listen queue.
        public var connections = 20_000
        /// Client connections at once from one address; more are closed.
        public var connectionsPerAddress = 10_000
        /// Idle connections kept to one provider by one event loop.
        public var idleUpstreams = 256

        /// The defaults.
        public init() {}
    }

    /// Times.
    public struct Timeouts: Sendable, Hashable {
        /// To a provider, TLS included.
        public var connect = TimeAmount.seconds(10)
        /// From the request's last byte to the answer's first.
        public var firstByte = TimeAmount.seconds(600)
        /// Between two reads of an answer, or two writes of a request.
        public var upstreamIdle = TimeAmount.seconds(300)
        /// A client that takes nothing off the connection for this long is treated as gone.
        public var clientStall = TimeAmount.seconds(60)
        /// A kept-alive client connection without a request.
        public var clientIdle = TimeAmount.seconds(120)
        /// For the whole head of a request, and between two reads of its body.
        public var clientRead = TimeAmount.seconds(30)
        /// A kept-alive provider connection without a request.
        public var upstreamKeepAlive = TimeAmount.seconds(50)
        /// How long an answer is read on after its client has gone.
        public var drain = TimeAmount.seconds(120)
        /// A commit that takes longer releases the response.
        public var commit = TimeAmount.seconds(2)
        /// For running calls, at shutdown.
        public var shutdown = TimeAmount.seconds(30)

        /// The defaults.
        public init() {}
    }
}
