public import Instrumentation

/// Which span a piece of work belongs to, and whether its trace is recorded (W3C Trace Context).
public struct SpanContext: Sendable, Hashable {
    public let traceID: TraceID
    public let spanID: SpanID
    /// The flags as they travel: bit 0 = sampled, bit 1 = the trace id is random.
    public let flags: UInt8
    /// What other systems say about the trace, passed on as it came.
    public let traceState: TraceState
    /// It came from another process.
    public let isRemote: Bool
    /// Which pipelines record the span, a bit each; of this process only.
    let decisions: UInt8

    /// A context that came from another process.
    public init(traceID: TraceID, spanID: SpanID, flags: UInt8, traceState: TraceState = .empty) {
        self.init(
            traceID: traceID, spanID: spanID, flags: flags, traceState: traceState, isRemote: true,
            decisions: flags & 1 == 1 ? .max : 0)
    }

    init(
        traceID: TraceID, spanID: SpanID, flags: UInt8, traceState: TraceState, isRemote: Bool, decisions: UInt8
    ) {
        self.traceID = traceID
        self.spanID = spanID
        self.flags = flags
        self.traceState = traceState
        self.isRemote = isRemote
        self.decisions = decisions
    }

    /// Whether its flags say that the trace is recorded.
    public var isSampled: Bool { flags & 1 == 1 }

    /// Bit 1 of the flags (W3C Trace Context, level 2).
    static let randomFlag: UInt8 = 2
}

extension ServiceContext {
    private enum Key: ServiceContextKey {
        typealias Value = SpanContext
        static let nameOverride: String? = "span-context"
    }

    /// The span that work in this context belongs to.
    public var spanContext: SpanContext? {
        get { self[Key.self] }
        set { self[Key.self] = newValue }
    }
}
