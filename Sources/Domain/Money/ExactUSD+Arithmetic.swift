extension ExactUSD {
    /// The amount of `nano`, which is always exact.
    public init(_ nano: NanoUSD) {
        self.init(units: Int128(nano.rawValue) * Self.unitsPerNano)
    }

    /// The nearest nano-dollars, half-even; beyond the range of ``NanoUSD`` its largest or smallest.
    public func rounded() -> NanoUSD {
        let nanos = units.dividedHalfEven(by: Self.unitsPerNano)
        return NanoUSD(rawValue: Int64(clamping: nanos))
    }

    /// The difference.
    public static func - (left: ExactUSD, right: ExactUSD) -> ExactUSD { ExactUSD(units: left.units - right.units) }

    /// Subtracts `right` from `left`.
    public static func -= (left: inout ExactUSD, right: ExactUSD) { left = left - right }

    /// The sum; beyond the range of the type its largest or smallest, as befits amounts that come from outside.
    public func addingClamped(_ other: ExactUSD) -> ExactUSD {
        let (sum, overflow) = units.addingReportingOverflow(other.units)
        return ExactUSD(units: overflow ? (units < 0 ? .min : .max) : sum)
    }

    /// The amount `count` times; nil when the product is beyond the range of the type.
    public func times(_ count: Int64) -> ExactUSD? {
        let (product, overflow) = units.multipliedReportingOverflow(by: Int128(count))
        return overflow ? nil : ExactUSD(units: product)
    }
}
