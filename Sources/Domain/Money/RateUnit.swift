/// What a ``Rate`` is a price for.
public enum RateUnit: Sendable, Hashable, CaseIterable {
    /// One million of what is counted: tokens, characters, pixels.
    case million
    /// One of what is counted: an image, a page, a call.
    case one
    /// One hour, where microseconds are counted.
    case hour

    /// Units of ``ExactUSD`` in 1e-12 USD for a single unit of quantity: always whole, so that products are exact.
    @inlinable public var exactUnitsPerPico: Int128 {
        switch self {
        case .million: 3_600
        case .one: 3_600_000_000
        case .hour: 1
        }
    }

    /// The largest quantity that is billed; more cannot be true of one call.
    public var largestQuantity: Int64 {
        switch self {
        case .million: 1_000_000_000_000
        case .one: 1_000_000_000
        case .hour: 10_000_000_000_000
        }
    }
}
