/// A price: dollars for a number of units of something, exact to 12 places.
///
/// What it is a price *for* (a million tokens, an hour, one image) is said where it is used: ``RateUnit``.
public struct Rate: Sendable, Hashable, Comparable {
    /// 1e-12 dollars; from 0 to ``largestPico``.
    public let pico: Int64

    /// 100 000 USD: no price in the world comes near it, and no product with a quantity overflows.
    public static let largestPico: Int64 = 100_000_000_000_000_000

    /// Nothing.
    public static let zero = Rate(unchecked: 0)

    private init(unchecked pico: Int64) { self.pico = pico }

    /// A price of `pico` · 1e-12 dollars; nil below 0 or above 100 000 USD.
    public init?(pico: Int64) {
        guard pico >= 0, pico <= Self.largestPico else { return nil }
        self.init(unchecked: pico)
    }

    /// The price that plain decimal text names: `0.08333333333`, `15`.
    ///
    /// Nil when the text is not plain decimal, has more than 12 places that matter, is negative or above 100 000 USD.
    public init?(decimal text: some StringProtocol) {
        self.init(ascii: text.utf8)
    }

    /// The same, from ASCII bytes.
    public init?(ascii: some Sequence<UInt8>) {
        guard let number = DecimalText(ascii, allowsExponent: false), number.isWhole(places: 12),
            let value = number.scaled(by: 1, places: 12), let pico = Int64(exactly: value)
        else { return nil }
        self.init(pico: pico)
    }

    public static func < (left: Rate, right: Rate) -> Bool { left.pico < right.pico }

    /// What `quantity` costs, exactly; nil when the quantity is negative or beyond `unit.largestQuantity`.
    public func cost(of quantity: Int64, per unit: RateUnit) -> ExactUSD? {
        guard quantity >= 0, quantity <= unit.largestQuantity else { return nil }
        return ExactUSD(units: Int128(pico) * Int128(quantity) * unit.exactUnitsPerPico)
    }
}

extension Rate: CustomStringConvertible {
    /// Dollars as plain decimal, without trailing zeros.
    public var description: String { Int128(pico).decimalText(places: 12) }
}
