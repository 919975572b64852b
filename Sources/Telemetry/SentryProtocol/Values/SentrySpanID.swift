import WireText

/// What tells a span from the others of its trace: 8 bytes, not all zero.
public struct SentrySpanID: Sendable, Hashable, CustomStringConvertible {
    /// The bytes, as a big-endian number.
    public let value: UInt64

    /// A span id of these bytes; zero becomes 1, as no span has such an id.
    public init(_ value: UInt64) { self.value = max(1, value) }

    /// A new, random id.
    public init() { self.init(.random(in: 1 ... .max)) }

    /// Reads 16 lower-case hexadecimal digits; nil for anything else, and for all zeros.
    public init?(_ text: some StringProtocol) {
        let digits = Array(text.utf8)
        guard digits.count == 16, let value = Hex.number(digits), value != 0 else { return nil }
        self.value = value
    }

    /// 16 lower-case hexadecimal digits.
    public var description: String { Hex.text(value) }
}
