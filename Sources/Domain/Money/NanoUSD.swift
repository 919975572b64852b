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
        // Written from the right, at most a sign, ten digits, a point and nine digits: each answer's head has it.
        String(unsafeUninitializedCapacity: 24) { bytes in
            var first = 24
            func put(_ byte: UInt8) {
                first -= 1
                bytes[first] = byte
            }
            var (whole, fraction) = rawValue.magnitude.quotientAndRemainder(dividingBy: 1_000_000_000)
            if fraction != 0 {
                var places = 9
                while fraction % 10 == 0 { (fraction, places) = (fraction / 10, places - 1) }
                for _ in 0..<places {
                    put(UInt8(ascii: "0") + UInt8(fraction % 10))
                    fraction /= 10
                }
                put(UInt8(ascii: "."))
            }
            repeat {
                put(UInt8(ascii: "0") + UInt8(whole % 10))
                whole /= 10
            } while whole != 0
            if rawValue < 0 { put(UInt8(ascii: "-")) }
            for index in first..<24 { bytes[index - first] = bytes[index] }
            return 24 - first
        }
    }
}
