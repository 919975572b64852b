import WireText

/// The `traceparent` header (W3C Trace Context, section 3.2).
enum TraceParent {
    /// What a later version may have behind the four fields is bounded.
    private static let maximumBytes = 512

    /// Reads a header's value; nil where it is not valid.
    ///
    /// Version 00 has exactly four fields, a later one may have more behind them, `ff` is none.
    static func read(_ text: String) -> (traceID: TraceID, spanID: SpanID, flags: UInt8)? {
        guard text.utf8.count <= maximumBytes else { return nil }
        let isBlank = { (byte: UInt8) in byte == 0x20 || byte == 0x09 }
        let front = text.utf8.drop(while: isBlank)
        let bytes = Array(front.reversed().drop(while: isBlank).reversed())
        guard bytes.count >= 55, bytes[2] == 0x2D, bytes[35] == 0x2D, bytes[52] == 0x2D,
            let version = Hex.number(bytes[0..<2]), version != 0xFF, let flags = Hex.number(bytes[53..<55]),
            let traceID = TraceID(bytes[3..<35]), let spanID = SpanID(bytes[36..<52])
        else { return nil }
        guard bytes.count == 55 || (version > 0 && bytes[55] == 0x2D) else { return nil }
        return (traceID, spanID, UInt8(flags))
    }

    /// The header's value in version 00.
    static func text(_ context: SpanContext) -> String {
        "00-\(context.traceID)-\(context.spanID)-" + (context.flags < 16 ? "0" : "")
            + String(context.flags, radix: 16)
    }
}
