extension ExpositionText {
    private static let hexDigits: StaticString = "0123456789abcdef"

    /// ` # {trace_id="…",span_id="…"} value time`, to stand behind a sample's value (OpenMetrics only).
    static func append(_ stored: ExemplarSlots.Stored, to output: inout [UInt8]) {
        append(" # {trace_id=\"", to: &output)
        append(hex: stored.exemplar.traceIDHigh, to: &output)
        append(hex: stored.exemplar.traceIDLow, to: &output)
        append("\",span_id=\"", to: &output)
        append(hex: stored.exemplar.spanID, to: &output)
        append("\"} ", to: &output)
        append(stored.value, to: &output)
        output.append(0x20)
        append(stored.seconds, to: &output)
    }

    private static func append(hex value: UInt64, to output: inout [UInt8]) {
        for shift in stride(from: 60, through: 0, by: -4) {
            output.append(hexDigits.utf8Start[Int((value >> UInt64(shift)) & 0xF)])
        }
    }
}
