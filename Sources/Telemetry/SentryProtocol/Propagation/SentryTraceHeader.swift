/// The `sentry-trace` header: `{trace}-{span}[-{0|1}]`.
public struct SentryTraceHeader: Sendable, Hashable, CustomStringConvertible {
    /// The header's name.
    public static let name = "sentry-trace"

    public var traceID: SentryTraceID
    public var spanID: SentrySpanID
    /// nil = the decision is left to the receiver.
    public var isSampled: Bool?

    /// A header.
    public init(traceID: SentryTraceID, spanID: SentrySpanID, isSampled: Bool?) {
        self.traceID = traceID
        self.spanID = spanID
        self.isSampled = isSampled
    }

    /// Reads a header's value; nil where it is malformed, which begins a new trace.
    public init?(_ text: some StringProtocol) {
        let parts = text.utf8.filter { $0 != 0x20 && $0 != 0x09 }
            .split(separator: 0x2D, omittingEmptySubsequences: false)
            .map { String(decoding: $0, as: UTF8.self) }
        guard parts.count == 2 || parts.count == 3, let traceID = SentryTraceID(parts[0]),
            let spanID = SentrySpanID(parts[1])
        else { return nil }
        switch parts.count == 3 ? parts[2] : nil {
        case nil: isSampled = nil
        case "1"?: isSampled = true
        case "0"?: isSampled = false
        default: return nil
        }
        self.traceID = traceID
        self.spanID = spanID
    }

    /// The header's value.
    public var description: String {
        "\(traceID)-\(spanID)" + (isSampled.map { $0 ? "-1" : "-0" } ?? "")
    }
}
