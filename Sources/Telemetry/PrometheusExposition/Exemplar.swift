/// The trace that a measurement was made in (OpenMetrics 1.0, "Exemplars").
///
/// It has a fixed size, so that recording one allocates nothing. On the wire it is
/// `# {trace_id="…32 hex…",span_id="…16 hex…"} value time`: 63 of the 128 characters that are allowed.
public struct Exemplar: Sendable, Hashable {
    /// The first 8 bytes of the trace id, as a big-endian number.
    public var traceIDHigh: UInt64
    /// The last 8 bytes of the trace id, as a big-endian number.
    public var traceIDLow: UInt64
    /// The span id, as a big-endian number.
    public var spanID: UInt64

    /// A reference to a span of a trace.
    public init(traceIDHigh: UInt64, traceIDLow: UInt64, spanID: UInt64) {
        self.traceIDHigh = traceIDHigh
        self.traceIDLow = traceIDLow
        self.spanID = spanID
    }
}
