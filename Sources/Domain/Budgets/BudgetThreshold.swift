public import Money

/// A share of a budget's limit at which an alert is due, exact to a millionth.
public struct BudgetThreshold: Sendable, Hashable, Comparable {
    /// Millionths of the limit; from 1 to 10 times the limit.
    public let millionths: Int64

    private init(unchecked millionths: Int64) { self.millionths = millionths }

    /// 80 %, where nothing else is said.
    public static let standard = BudgetThreshold(unchecked: 800_000)

    /// The share that plain decimal text names, such as `0.8`.
    ///
    /// Nil when it is not plain decimal, not above 0, above 10, or has more than 6 places that matter.
    public init?(decimal text: some StringProtocol) {
        guard let nanos = NanoUSD(decimal: text)?.rawValue, nanos % 1000 == 0,
            (1...10_000_000).contains(nanos / 1000)
        else { return nil }
        millionths = nanos / 1000
    }

    /// Whether `spent` has reached this share of `limit`.
    public func isReached(by spent: NanoUSD, of limit: NanoUSD) -> Bool {
        Int128(spent.rawValue) * 1_000_000 >= Int128(limit.rawValue) * Int128(millionths)
    }

    public static func < (left: BudgetThreshold, right: BudgetThreshold) -> Bool { left.millionths < right.millionths }
}

extension BudgetThreshold: CustomStringConvertible {
    /// Plain decimal, without trailing zeros: `0.8`.
    public var description: String { NanoUSD(rawValue: millionths * 1000).description }
}
