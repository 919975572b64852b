/// Thousandths as plain decimal.
enum Decimal3 {
    /// `12345` → `12.345`, `1500` → `1.5`, `-7` → `-0.007`; no trailing zeros, no exponent.
    static func text(thousandths: Int64) -> String {
        let (whole, fraction) = thousandths.magnitude.quotientAndRemainder(dividingBy: 1000)
        let sign = thousandths < 0 ? "-" : ""
        guard fraction != 0 else { return "\(sign)\(whole)" }
        var digits = Substring(String(fraction + 1000).dropFirst())
        while digits.hasSuffix("0") { digits.removeLast() }
        return "\(sign)\(whole).\(digits)"
    }
}
