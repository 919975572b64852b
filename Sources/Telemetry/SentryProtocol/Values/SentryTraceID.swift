import WireText

/// What all spans and events of one trace have in common: 16 bytes, not all zero.
public struct SentryTraceID: Sendable, Hashable, CustomStringConvertible {
    /// The first 8 bytes, as a big-endian number.
    public let high: UInt64
    /// The last 8 bytes, as a big-endian number.
    public let low: UInt64

    /// A trace id of these bytes; all zeros become a 1 at the end, as no trace has such an id.
    public init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = high | low == 0 ? 1 : low
    }

    /// A new, random id.
    public init() { self.init(high: .random(in: .min ... .max), low: .random(in: .min ... .max)) }

    /// Reads 32 lower-case hexadecimal digits; nil for anything else, and for all zeros.
    public init?(_ text: some StringProtocol) {
        let digits = Array(text.utf8)
        guard digits.count == 32, let high = Hex.number(digits.prefix(16)),
            let low = Hex.number(digits.dropFirst(16)), high | low != 0
        else { return nil }
        self.init(high: high, low: low)
    }

    /// 32 lower-case hexadecimal digits.
    public var description: String { Hex.text(high, low) }

    /// The trace's number for sampling, 0..<1 with six places, the same wherever it is asked for: `sample_rand`.
    ///
    /// The id is mixed first, as not everybody makes its last bytes at random.
    public var sampleRandom: Double {
        var mixed = low ^ high
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return Double((mixed ^ (mixed >> 31)) % 1_000_000) / 1e6
    }
}
