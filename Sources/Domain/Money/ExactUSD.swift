/// A cost as it is computed: exact, before it is rounded once into ``NanoUSD``.
///
/// The unit is 1/(3600·10^18) USD: prices per million tokens with up to 12 places times a factor with up to 0–2
/// places, and prices per audio hour times microseconds, all are whole numbers of it. The range is ±4.7e16 USD.
public struct ExactUSD: Sendable, Hashable, Comparable {
    /// Units of 1/(3600·10^18) USD.
    public var units: Int128

    /// An amount of `units`.
    public init(units: Int128) { self.units = units }

    /// Units in a nano-dollar.
    public static let unitsPerNano: Int128 = 3_600_000_000_000
    /// Units in a dollar.
    public static let unitsPerDollar: Int128 = 3_600_000_000_000_000_000_000
    /// No money.
    public static let zero = ExactUSD(units: 0)

    public static func < (left: ExactUSD, right: ExactUSD) -> Bool { left.units < right.units }

    /// The sum.
    public static func + (left: ExactUSD, right: ExactUSD) -> ExactUSD { ExactUSD(units: left.units + right.units) }

    /// Adds `right` to `left`.
    public static func += (left: inout ExactUSD, right: ExactUSD) { left = left + right }
}
