public import Dialects

/// Gives calls their place in a trace; the port through which a gateway is traced.
///
/// Synchronous, cheap and non-throwing, as ``GatewayObserver`` is; called on event loops.
public protocol CallTracing: Sendable {
    /// A request has come; whatever becomes of it, the trace hears of its end.
    func begin(_ fields: TraceFields) -> any CallTrace
    /// What ``CallTrace/contentLimits`` of its traces are; for bodies that are read before their call begins.
    var contentLimits: ContentLimits? { get }
}

extension CallTracing {
    /// Nothing.
    public var contentLimits: ContentLimits? { nil }
}

/// One call's place in its trace.
public protocol CallTrace: AnyObject, Sendable {
    /// 32 lower-case hexadecimal digits, for the ledger's row.
    var traceID: String { get }
    /// Whether anybody wants to hear of the call's end; otherwise nothing is gathered.
    var isRecorded: Bool { get }
    /// How much of prompt and answer is to be copied for the trace; nil = nothing, as long as nobody asks for it.
    var contentLimits: ContentLimits? { get }
    /// What takes the place of the caller's `traceparent` and `tracestate` on the way to the provider: whole header
    /// lines, each with its CR LF.
    var upstreamLines: String { get }
    /// The span that a measurement of the call points to.
    var reference: SpanReference { get }
    /// The call has a row, and its end is released.
    func ended(_ call: TracedCall)
    /// The call was turned away.
    func refused(_ call: TracedRefusal)
}

extension CallTrace {
    /// Nothing.
    public var contentLimits: ContentLimits? { nil }
}

/// A span, by its ids as big-endian numbers.
public struct SpanReference: Sendable, Hashable {
    public var traceIDHigh: UInt64
    public var traceIDLow: UInt64
    public var spanID: UInt64

    /// A span.
    public init(traceIDHigh: UInt64, traceIDLow: UInt64, spanID: UInt64) {
        self.traceIDHigh = traceIDHigh
        self.traceIDLow = traceIDLow
        self.spanID = spanID
    }
}

/// The fields of a request that say which trace it belongs to, as they came.
public struct TraceFields: Sendable, Hashable {
    public var traceparent: String?
    /// Several are joined with commas.
    public var tracestate: String?

    /// Fields of a request.
    public init(traceparent: String? = nil, tracestate: String? = nil) {
        self.traceparent = traceparent
        self.tracestate = tracestate
    }
}
