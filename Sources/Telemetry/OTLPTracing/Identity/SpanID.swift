import WireText

/// What tells a span from the others of its trace: 8 bytes, not all zero where valid.
public struct SpanID: Sendable, Hashable, CustomStringConvertible {
    /// The bytes, as a big-endian number.
    public let value: UInt64

    /// A span id of these bytes.
    public init(_ value: UInt64) { self.value = value }

    /// Reads 16 lower-case hexadecimal digits; nil for anything else, and for all zeros.
    public init?(_ text: some Collection<UInt8>) {
        guard text.count == 16, let value = Hex.number(text), value != 0 else { return nil }
        self.value = value
    }

    /// 16 lower-case hexadecimal digits.
    public var description: String { Hex.text(value) }
}
