extension NanoUSD {
    /// The sum; nil beyond the range (±9.2 thousand million dollars).
    public func adding(_ other: NanoUSD) -> NanoUSD? {
        let (sum, overflow) = rawValue.addingReportingOverflow(other.rawValue)
        return overflow ? nil : NanoUSD(rawValue: sum)
    }

    /// The sum; beyond the range its largest or smallest, as befits amounts that come from outside.
    public func addingClamped(_ other: NanoUSD) -> NanoUSD {
        adding(other) ?? NanoUSD(rawValue: rawValue < 0 ? .min : .max)
    }

    /// The difference; beyond the range its largest or smallest.
    public func subtractingClamped(_ other: NanoUSD) -> NanoUSD {
        let (difference, overflow) = rawValue.subtractingReportingOverflow(other.rawValue)
        return NanoUSD(rawValue: overflow ? (rawValue < 0 ? .min : .max) : difference)
    }
}
