public import Pricing

/// The whole configuration, checked: a value of this type can be started with.
///
/// From the command line, the environment and a YAML file, in this order of precedence; `docs/configuration.md` lists
/// every key. Made by ``load(environment:overrides:)``, which throws every problem at once.
public struct Settings: Sendable {
    /// The data plane's address.
    public internal(set) var host = ""
    /// The data plane's port; 0 = any free one.
    public internal(set) var port = 0
    public internal(set) var admin = Admin()
    public internal(set) var dataDirectory = ""
    public internal(set) var logLevel = LogLevel.info
    /// Only valid virtual keys pass.
    public internal(set) var requiresKeys = false
    /// Configured provider keys may serve anybody who reaches the data plane.
    public internal(set) var allowsUnauthenticated = false
    /// Callers without a key may name any user, hard budgets or not.
    public internal(set) var trustsUserHeader = false
    /// The price of models that nothing else knows; nil = they are unpriced.
    public internal(set) var fallbackPrice: FallbackPrice?
    /// Event loops of the data plane; nil = one a core.
    public internal(set) var threads: Int?
    /// Send a call once more when a reused connection turns out to be closed.
    public internal(set) var reconnectsOnStale = true
    public internal(set) var onLedgerFailure = LedgerFailurePolicy.auto
    public internal(set) var limits = Limits()
    public internal(set) var timeouts = Timeouts()
    public internal(set) var ledger = Ledger()
    public internal(set) var redis = Redis()
    /// Error reports.
    public internal(set) var sentry = Sentry()
    /// Lines that `/metrics` exposes at most.
    public internal(set) var metricsMaxLines = 0
    public internal(set) var tracing = Tracing()
    /// Budgets, and where alerts go.
    public internal(set) var budgets = Budgets()
    /// The built-in ones first, then the file's in its order; names are unique.
    public internal(set) var providers: [Provider] = []
    /// Prices that replace or add to the catalogue's.
    public internal(set) var prices: [PriceOverride] = []
    /// Valid, but probably not meant.
    public internal(set) var warnings: [Problem] = []
    /// What ``describe()`` lists.
    var effective: [EffectiveValue] = []

    init() {}

    /// The control plane.
    public struct Admin: Sendable {
        public internal(set) var host = ""
        /// 0 = any free one.
        public internal(set) var port = 0
        public internal(set) var token: Secret?
        /// Where a trace can be looked at, `{trace_id}` standing for its id.
        public internal(set) var traceURL: String?
    }

    /// What happens to new calls while the ledger cannot be written (CONTRACTS.md "The end of a response").
    public enum LedgerFailurePolicy: String, Sendable, Hashable, CaseIterable {
        /// Refused where a hard budget applies, otherwise served.
        case auto
        case refuse
        case serve
    }

    /// The embedded ledger.
    public struct Ledger: Sendable, Hashable {
        public internal(set) var synchronous = Synchronous.normal
        /// Rows older than this are removed; their sums stay.
        public internal(set) var retentionDays = 0

        /// SQLite's `PRAGMA synchronous`.
        public enum Synchronous: String, Sendable, Hashable, CaseIterable {
            /// Survives any death of the process.
            case normal
            /// Survives power loss too, at the price of a disk flush a batch.
            case full
        }
    }

    /// The store that several gateways share.
    public struct Redis: Sendable {
        /// nil = this gateway is alone.
        public internal(set) var url: Secret?
        public internal(set) var authoritiesFile: String?
        /// nil = the host's name.
        public internal(set) var node: String?
        public internal(set) var timeout = Duration.zero
        public internal(set) var pushInterval = Duration.zero
        public internal(set) var lease = Duration.zero
    }

    /// What is recorded of calls that are traced.
    public struct Tracing: Sendable, Hashable {
        public internal(set) var content = Content.none
        /// Bytes of one text.
        public internal(set) var contentText = 0
        /// A regular expression that can be read; nil = none.
        public internal(set) var redact: String?

        /// Where prompts and answers are recorded.
        public enum Content: String, Sendable, Hashable, CaseIterable {
            case none = "no_content"
            case spanOnly = "span_only"
            case eventOnly = "event_only"
            case spanAndEvent = "span_and_event"
        }
    }

    /// Sizes, in bytes, and numbers.
    public struct Limits: Sendable, Hashable {
        /// A request's body; more is 413.
        public internal(set) var requestBody = 0
        /// Bodies of requests up to this are kept in memory, larger ones in a file.
        public internal(set) var bufferedRequest = 0
        /// A message's head.
        public internal(set) var head = 0
        /// Plain answers up to this are buffered whole, so that their cost can be told in the head.
        public internal(set) var bufferedAnswer = 0
        /// What is read of an answer after its client has gone.
        public internal(set) var drain = 0
        /// What is withheld, beyond one event, until the row is committed.
        public internal(set) var withheld = 0
        /// Client connections at once.
        public internal(set) var connections = 0
        /// Client connections at once from one address.
        public internal(set) var connectionsPerAddress = 0
        /// Idle connections kept to one provider by one event loop.
        public internal(set) var idleUpstreams = 0
    }

    /// Times.
    public struct Timeouts: Sendable, Hashable {
        /// To a provider, TLS included.
        public internal(set) var connect = Duration.zero
        /// From the request's last byte to the answer's first.
        public internal(set) var firstByte = Duration.zero
        /// Between two reads of an answer.
        public internal(set) var upstreamIdle = Duration.zero
        /// A client that takes nothing for this long is treated as gone.
        public internal(set) var clientStall = Duration.zero
        /// A kept-alive client connection without a request.
        public internal(set) var clientIdle = Duration.zero
        /// For the whole head of a request, and between two reads of its body.
        public internal(set) var clientRead = Duration.zero
        /// A kept-alive provider connection without a request.
        public internal(set) var upstreamKeepAlive = Duration.zero
        /// How long an answer is read on after its client has gone.
        public internal(set) var drain = Duration.zero
        /// A commit that takes longer releases the response.
        public internal(set) var commit = Duration.zero
        /// For running calls, at shutdown.
        public internal(set) var shutdown = Duration.zero
    }
}
