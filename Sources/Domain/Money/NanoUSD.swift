/// An amount of money in nano-dollars (1e-9 USD), the unit of every ledger row; sums of rows are exact.
public struct NanoUSD: RawRepresentable, Sendable, Hashable, Comparable {
    /// Nano-dollars; may be negative for a difference.
    public var rawValue: Int64

    /// An amount of `rawValue` nano-dollars.
    public init(rawValue: Int64) { self.rawValue = rawValue }

    /// No money.
    public static let zero = NanoUSD(rawValue: 0)

    public static func < (left: NanoUSD, right: NanoUSD) -> Bool { left.rawValue < right.rawValue }

    /// The sum; traps on overflow (9.2 thousand million dollars).
    public static func + (left: NanoUSD, right: NanoUSD) -> NanoUSD {
        NanoUSD(rawValue: left.rawValue + right.rawValue)
    }

    /// The difference; traps on overflow.
    public static func - (left: NanoUSD, right: NanoUSD) -> NanoUSD {
        NanoUSD(rawValue: left.rawValue - right.rawValue)
    }

    /// Adds `right` to `left`.
    public static func += (left: inout NanoUSD, right: NanoUSD) { left = left + right }

    /// Subtracts `right` from `left`.
    public static func -= (left: inout NanoUSD, right: NanoUSD) { left = left - right }
}

extension NanoUSD: CustomStringConvertible {
    /// Dollars as plain decimal, up to 9 places, no exponent, no trailing zeros: `0.000125`, `-3`, `0`.
    public var description: String {
        let magnitude = rawValue.magnitude
        let (whole, fraction) = magnitude.quotientAndRemainder(dividingBy: 1_000_000_000)
        let sign = rawValue < 0 ? "-" : ""
        guard fraction != 0 else { return "\(sign)\(whole)" }
        var digits = String(fraction)
        digits = String(repeating: "0", count: 9 - digits.count) + digits
        while digits.hasSuffix("0") { digits.removeLast() }
        return "\(sign)\(whole).\(digits)"
    }
}
