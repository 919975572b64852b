public import Tracing

/// Decides whether a span is recorded; asked when it starts, so it must be quick.
public protocol Sampler: Sendable {
    /// Whether the span is recorded.
    func samples(_ candidate: borrowing SamplingCandidate) -> Bool
}

/// A span about to start.
public struct SamplingCandidate: Sendable {
    public var traceID: TraceID
    public var name: String
    public var kind: SpanKind
    /// nil for the first span of a trace.
    public var parent: Parent?

    /// What is known of the span above.
    public struct Parent: Sendable {
        public var isSampled: Bool
        public var isRemote: Bool

        /// A span above.
        public init(isSampled: Bool, isRemote: Bool) {
            self.isSampled = isSampled
            self.isRemote = isRemote
        }
    }

    /// A span about to start.
    public init(traceID: TraceID, name: String, kind: SpanKind, parent: Parent?) {
        self.traceID = traceID
        self.name = name
        self.kind = kind
        self.parent = parent
    }
}
