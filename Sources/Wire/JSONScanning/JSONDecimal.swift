/// The exact value of a JSON number: `coefficient` · 10^`exponent`.
public struct JSONDecimal: Sendable, Hashable {
    public var coefficient: Int128
    public var exponent: Int

    /// The value of the number whose text is at `range` of `bytes`, as ``JSONCursor/number()`` found it.
    ///
    /// Of more than 37 significant digits the last ones are dropped.
    public init(_ range: Range<Int>, in bytes: UnsafeRawBufferPointer) {
        var coefficient: Int128 = 0
        var exponent = 0
        var significant = 0
        var afterPoint = false
        var index = range.lowerBound
        let negative = index < range.upperBound && bytes[index] == UInt8(ascii: "-")
        if negative { index += 1 }
        while index < range.upperBound {
            let byte = bytes[index]
            if byte == UInt8(ascii: ".") {
                afterPoint = true
            } else if byte &- UInt8(ascii: "0") < 10 {
                if significant < 37 {
                    coefficient = coefficient * 10 + Int128(byte - UInt8(ascii: "0"))
                    if coefficient != 0 { significant += 1 }
                    if afterPoint { exponent -= 1 }
                } else if !afterPoint {
                    exponent += 1
                }
            } else {
                break
            }
            index += 1
        }
        if index < range.upperBound { exponent += Self.power(bytes, index + 1, range.upperBound) }
        self.coefficient = negative ? -coefficient : coefficient
        self.exponent = coefficient == 0 ? 0 : exponent
    }

    /// The value as a whole number; nil when it is none (`1.5`), or too large.
    ///
    /// `12.0` and `1e3` are whole numbers.
    public var int64: Int64? {
        var value = coefficient
        if exponent > 0 {
            guard exponent <= 19 else { return nil }
            for _ in 0..<exponent {
                let (product, overflow) = value.multipliedReportingOverflow(by: 10)
                guard !overflow else { return nil }
                value = product
            }
        } else {
            for _ in exponent..<0 {
                let (quotient, remainder) = value.quotientAndRemainder(dividingBy: 10)
                guard remainder == 0 else { return nil }
                value = quotient
            }
        }
        return Int64(exactly: value)
    }

    /// The whole number times 10^`places`, rounded half to even; nil when that is too large.
    public func scaled(by places: Int) -> Int128? {
        let power = exponent + places
        var value = coefficient
        if power >= 0 {
            guard value != 0 else { return 0 }
            guard power <= 38 else { return nil }
            for _ in 0..<power {
                let (product, overflow) = value.multipliedReportingOverflow(by: 10)
                guard !overflow else { return nil }
                value = product
            }
            return value
        }
        guard power >= -38 else { return 0 }
        var divisor: Int128 = 1
        for _ in 0..<(-power) { divisor *= 10 }
        let (quotient, remainder) = value.quotientAndRemainder(dividingBy: divisor)
        let twice = remainder.magnitude * 2
        value = quotient
        if twice > divisor.magnitude || (twice == divisor.magnitude && quotient & 1 == 1) {
            value += coefficient < 0 ? -1 : 1
        }
        return value
    }

    /// The power of ten after `e`, bounded, so that sums with it cannot overflow.
    private static func power(_ bytes: UnsafeRawBufferPointer, _ start: Int, _ end: Int) -> Int {
        var index = start
        let negative = index < end && bytes[index] == UInt8(ascii: "-")
        if index < end, bytes[index] == UInt8(ascii: "-") || bytes[index] == UInt8(ascii: "+") { index += 1 }
        var value = 0
        while index < end {
            value = min(value * 10 + Int(bytes[index] &- UInt8(ascii: "0")), 1_000_000)
            index += 1
        }
        return negative ? -value : value
    }
}
