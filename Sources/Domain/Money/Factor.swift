/// What a cost is multiplied by under a condition: `1.1` at a regional endpoint; up to 6 places.
public struct Factor: Sendable, Hashable, Comparable {
    /// Millionths; from 0 to 1000 times.
    public let millionths: Int64

    /// Once.
    public static let one = Factor(unchecked: 1_000_000)

    private init(unchecked millionths: Int64) { self.millionths = millionths }

    /// The factor that plain decimal text names; nil when it is not plain decimal, has more than 6 places that
    /// matter, is negative or above 1000.
    public init?(decimal text: some StringProtocol) {
        guard let number = DecimalText(text.utf8, allowsExponent: false), number.isWhole(places: 6),
            let value = number.scaled(by: 1, places: 6), value >= 0, value <= 1_000_000_000
        else { return nil }
        self.init(unchecked: Int64(value))
    }

    public static func < (left: Factor, right: Factor) -> Bool { left.millionths < right.millionths }
}

extension Factor: CustomStringConvertible {
    /// Plain decimal, without trailing zeros.
    public var description: String { Int128(millionths).decimalText(places: 6) }
}

extension ExactUSD {
    /// The amount times `factor`; half-even at 1/(3600·10^18) USD in the rare case that the product is not whole.
    ///
    /// Nil beyond the range of the type.
    public func times(_ factor: Factor) -> ExactUSD? {
        let (product, overflow) = units.multipliedReportingOverflow(by: Int128(factor.millionths))
        return overflow ? nil : ExactUSD(units: product.dividedHalfEven(by: 1_000_000))
    }
}
