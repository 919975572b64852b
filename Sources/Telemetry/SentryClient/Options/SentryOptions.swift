public import SentryProtocol

/// How a client behaves; everything has a default but the DSN, without which it is off.
public struct SentryOptions: Sendable {
    /// Where to; nil = off, at no cost.
    public var dsn: SentryDSN?
    public var environment = "production"
    /// As `app@1.2.3`; without one there is no release health.
    public var release: String?
    public var distribution: String?
    /// nil = the host's name.
    public var serverName: String?
    /// The share of errors and messages that is sent, 0…1.
    public var sampleRate = 1.0
    /// The share of traces whose transactions are sent, 0…1.
    public var tracesSampleRate = 0.2
    /// Tells on standard error what the client does, where it has no logger.
    public var isDebug = false
    /// Addresses of clients and the headers that tell them are sent, too.
    public var sendsDefaultPII = false
    /// Names whose values are filtered, beside the usual ones.
    public var filteredTerms: [String] = []
    /// Breadcrumbs of an event, 0…100.
    public var maximumBreadcrumbs = 100
    /// Messages carry the stack of their capture, too.
    public var attachesStackToMessages = false
    /// Stacks get names, files and lines; without, they are addresses, which is for programs that ship no symbols.
    public var looksUpSymbols = true
    /// How long an event waits for files and lines at most; then it goes out with names or addresses.
    public var lookUpTimeout: Duration = .seconds(15)
    /// For errors the stack of their `throw` is taken where `ThrownErrors` remembers it.
    public var usesThrownStacks = false
    /// Modules that are the application's, whatever else holds for them.
    public var inAppModules: Set<String> = []
    /// Modules that are not.
    public var notInAppModules: Set<String> = []
    /// What waits to be sent at most; what comes then is dropped and counted.
    public var maximumQueue = 256
    /// For ``SentryClient/close(timeout:)`` where the service ends.
    public var shutdownTimeout: Duration = .seconds(2)
    /// For one request.
    public var requestTimeout: Duration = .seconds(10)
    /// A directory of this process for what could not be sent yet, and for the budget's counts; nil = kept in memory.
    ///
    /// Errors that were captured are on disk before they are sent, so that they survive `kill -9`.
    public var directory: String?
    /// Of what waits on disk, or in memory where there is no directory.
    public var spool = SentrySpoolLimits()
    /// What may be sent in a month; nil = no limit of the client's own.
    public var budget: SentryBudget?
    /// Requests and jobs are counted for release health.
    public var countsSessions = true
    /// Tags of everything that is sent.
    public var tags: [String: String] = [:]
    /// Errors that are not reported, asked in order; `CancellationError` is the first.
    public var ignoreRules: [SentryIgnoreRule] = [.cancellation]
    /// Change an event or drop it (nil), in order; called on the client's own task.
    public var processors: [@Sendable (SentryEvent, SentryHint) -> SentryEvent?] = []
    /// The last word about an event: what is returned is sent, nil drops it; called on the client's own task.
    public var beforeSend: (@Sendable (SentryEvent, SentryHint) -> SentryEvent?)?
    /// The last word about a transaction.
    public var beforeSendTransaction: (@Sendable (SentryTransaction) -> SentryTransaction?)?
    /// Changes a breadcrumb or drops it, where it is added.
    public var beforeBreadcrumb: (@Sendable (SentryBreadcrumb) -> SentryBreadcrumb?)?
    /// The trace that the calling task works in; nil = the scope's own.
    public var activeTrace: (@Sendable () -> SentryActiveTrace?)?
    /// Settings that were passed over, in words.
    public var problems: [String] = []

    /// Options with a DSN; nil = off.
    public init(dsn: SentryDSN?) { self.dsn = dsn }

    /// The filter of what is collected by itself.
    public var dataFilter: SentryDataFilter {
        SentryDataFilter(
            terms: SentryDataFilter.defaultTerms + filteredTerms, keepsPersonalData: sendsDefaultPII)
    }
}

/// How much waits for a receiver that cannot be reached; beyond, the oldest goes and is counted.
public struct SentrySpoolLimits: Sendable, Hashable {
    public var envelopes = 200
    public var bytes = 20 << 20

    /// The defaults.
    public init() {}

    /// Limits of one's own.
    public init(envelopes: Int, bytes: Int) {
        self.envelopes = max(1, envelopes)
        self.bytes = max(1, bytes)
    }
}

/// The trace that a task works in, as a tracer knows it.
public struct SentryActiveTrace: Sendable, Hashable {
    public var context: SentryTraceContext
    public var dynamicSampling: SentryDynamicSamplingContext?

    /// A trace.
    public init(_ context: SentryTraceContext, dynamicSampling: SentryDynamicSamplingContext? = nil) {
        self.context = context
        self.dynamicSampling = dynamicSampling
    }
}

/// What an event was made of, for processors.
public struct SentryHint: Sendable {
    /// The error that was captured; nil for messages and events.
    public var error: (any Error)?

    /// A hint.
    public init(error: (any Error)? = nil) { self.error = error }
}
