extension ExactUSD {
    /// The amount that decimal text names, such as a cost that a provider states: `0.0076509169000000005`, `1.4e-05`.
    ///
    /// Exact up to 20 places after the point; beyond, half-even to 1/(3600·10^18) USD. Nil when the text is not a
    /// number, or beyond ±1e15 USD.
    public init?(decimal text: some StringProtocol) {
        self.init(ascii: text.utf8)
    }

    /// The same, from ASCII bytes.
    public init?(ascii: some Sequence<UInt8>) {
        guard let number = DecimalText(ascii, allowsExponent: true), let units = number.scaled(by: 36, places: 20),
            units.magnitude <= Self.largestParsed.magnitude
        else { return nil }
        self.init(units: units)
    }

    private static let largestParsed = unitsPerDollar * 1_000_000_000_000_000

    /// Dollars as plain decimal with at most `places` (0 to 20) places, half-even; no exponent, no trailing zeros.
    public func decimal(places: Int = 12) -> String {
        let places = min(max(places, 0), 20)
        return units.dividedHalfEven(by: 36 * Int128.powerOfTen(20 - places)).decimalText(places: places)
    }
}

extension ExactUSD: CustomStringConvertible {
    /// Dollars as plain decimal, up to 20 places.
    public var description: String { decimal(places: 20) }
}
