extension Int128 {
    /// 10^`exponent`, for an exponent of 0 to 38.
    static func powerOfTen(_ exponent: Int) -> Int128 {
        var power: Int128 = 1
        for _ in 0..<exponent { power *= 10 }
        return power
    }

    /// The quotient, rounded to the nearest whole number, and to the even one of two equally near.
    ///
    /// - Parameters:
    ///   - divisor: above zero.
    ///   - sticky: whether the dividend stands for a value slightly further from zero than itself.
    func dividedHalfEven(by divisor: Int128, sticky: Bool = false) -> Int128 {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        let rest = remainder.magnitude
        let other = divisor.magnitude - rest
        let roundsAway = rest > other || (rest == other && (sticky || quotient & 1 != 0))
        guard roundsAway else { return quotient }
        return self < 0 ? quotient - 1 : quotient + 1
    }

    /// Plain decimal text of the value times 10^-`places`: no exponent, no zeros at the end of the fraction.
    func decimalText(places: Int) -> String {
        let (whole, fraction) = magnitude.quotientAndRemainder(dividingBy: Int128.powerOfTen(places).magnitude)
        let sign = self < 0 ? "-" : ""
        guard fraction != 0 else { return "\(sign)\(whole)" }
        var digits = String(fraction)
        digits = String(repeating: "0", count: places - digits.count) + digits
        while digits.hasSuffix("0") { digits.removeLast() }
        return "\(sign)\(whole).\(digits)"
    }
}
