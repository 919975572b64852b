import WireText

/// What tells an event, transaction or envelope from all others: a UUID as 32 lower-case hexadecimal digits.
public struct SentryEventID: Sendable, Hashable, CustomStringConvertible {
    private let high: UInt64
    private let low: UInt64

    /// A new id: random, version 4 of RFC 9562.
    public init() {
        high = UInt64.random(in: .min ... .max) & ~0xF000 | 0x4000
        low = UInt64.random(in: .min ... .max) & ~(0xC0 << 56) | 0x80 << 56
    }

    /// Reads 32 lower-case hexadecimal digits; with hyphens, too, as UUIDs are written.
    public init?(_ text: some StringProtocol) {
        let digits = text.utf8.filter { $0 != 0x2D }
        guard digits.count == 32, let high = Hex.number(digits.prefix(16)),
            let low = Hex.number(digits.dropFirst(16))
        else { return nil }
        self.high = high
        self.low = low
    }

    /// 32 lower-case hexadecimal digits.
    public var description: String { Hex.text(high, low) }
}
