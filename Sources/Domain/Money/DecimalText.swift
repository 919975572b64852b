/// A number read from decimal text without loss: `significand` · 10^`exponent`, and whether digits were left off.
///
/// Grammar: an optional sign, digits, an optional fraction (`.` and digits), and an optional exponent (`e-05`). The
/// first 36 significant digits are kept; of further ones only their number and whether any is not zero.
struct DecimalText {
    var negative = false
    /// At most 36 digits.
    var significand: Int128 = 0
    var exponent = 0
    /// Whether a digit other than zero was left off behind `significand`.
    var inexact = false

    private static let keptDigits = 36
    private static let largestExponent = 9_999

    /// Reads ASCII; nil when it is not a number by the grammar above.
    init?(_ ascii: some Sequence<UInt8>, allowsExponent: Bool) {
        var reader = ascii.makeIterator()
        var next = reader.next()
        if next == UInt8(ascii: "-") || next == UInt8(ascii: "+") {
            negative = next == UInt8(ascii: "-")
            next = reader.next()
        }
        var kept = 0
        guard readDigits(&next, &reader, &kept, areFraction: false) else { return nil }
        if next == UInt8(ascii: ".") {
            next = reader.next()
            guard readDigits(&next, &reader, &kept, areFraction: true) else { return nil }
        }
        if allowsExponent, next == UInt8(ascii: "e") || next == UInt8(ascii: "E") {
            next = reader.next()
            guard readExponent(&next, &reader) else { return nil }
        }
        guard next == nil else { return nil }
    }

    /// Reads one or more digits; false when there is none.
    private mutating func readDigits(
        _ next: inout UInt8?, _ reader: inout some IteratorProtocol<UInt8>, _ kept: inout Int, areFraction: Bool
    ) -> Bool {
        var found = false
        while let byte = next, byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") {
            found = true
            let digit = Int128(byte - UInt8(ascii: "0"))
            if kept < Self.keptDigits {
                significand = significand * 10 + digit
                if significand != 0 { kept += 1 }
                if areFraction { exponent -= 1 }
            } else {
                if digit != 0 { inexact = true }
                if !areFraction { exponent += 1 }
            }
            next = reader.next()
        }
        return found
    }

    /// Reads a signed exponent; one beyond ±9999 counts as that.
    private mutating func readExponent(
        _ next: inout UInt8?, _ reader: inout some IteratorProtocol<UInt8>
    ) -> Bool {
        var sign = 1
        if next == UInt8(ascii: "-") || next == UInt8(ascii: "+") {
            if next == UInt8(ascii: "-") { sign = -1 }
            next = reader.next()
        }
        var found = false
        var value = 0
        while let byte = next, byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") {
            found = true
            value = min(value * 10 + Int(byte - UInt8(ascii: "0")), Self.largestExponent)
            next = reader.next()
        }
        exponent += sign * value
        return found
    }

    /// The number times `factor` · 10^`places`, as a whole number, half-even where it is none; nil beyond Int128.
    ///
    /// `factor` must be small enough that 36 digits times it fit: at most 100.
    func scaled(by factor: Int128, places: Int) -> Int128? {
        var value = significand * factor
        let shift = exponent + places
        guard value != 0 else { return 0 }
        if shift >= 0 {
            guard shift <= 38 else { return nil }
            let (product, overflow) = value.multipliedReportingOverflow(by: Int128.powerOfTen(shift))
            guard !overflow else { return nil }
            value = product
        } else if shift < -38 {
            value = 0
        } else {
            value = value.dividedHalfEven(by: Int128.powerOfTen(-shift), sticky: inexact)
        }
        return negative ? -value : value
    }

    /// Whether the number times 10^`places` is whole.
    func isWhole(places: Int) -> Bool {
        let shift = exponent + places
        if inexact { return false }
        if shift >= 0 || significand == 0 { return true }
        return shift >= -38 && significand % Int128.powerOfTen(-shift) == 0
    }
}
