import WireText

/// What all spans of one trace have in common: 16 bytes, not all zero where valid.
public struct TraceID: Sendable, Hashable, CustomStringConvertible {
    /// The first 8 bytes, as a big-endian number.
    public let high: UInt64
    /// The last 8 bytes, as a big-endian number.
    public let low: UInt64

    /// A trace id of these bytes.
    public init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// Reads 32 lower-case hexadecimal digits; nil for anything else, and for all zeros.
    public init?(_ text: some Collection<UInt8>) {
        guard text.count == 32, let high = Hex.number(text.prefix(16)), let low = Hex.number(text.dropFirst(16)),
            high | low != 0
        else { return nil }
        self.init(high: high, low: low)
    }

    /// 32 lower-case hexadecimal digits.
    public var description: String { Hex.text(high, low) }
}
