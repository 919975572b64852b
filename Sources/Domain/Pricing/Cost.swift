public import Money

/// What some usage costs at one model's prices.
public struct Cost: Sendable, Hashable {
    /// The part that has a price.
    public var known: ExactUSD
    /// The classes without a price, in a fixed order.
    public var unpriced: [String]

    /// The whole cost; nil when some class has no price.
    public var total: ExactUSD? { unpriced.isEmpty ? known : nil }

    /// `known`, without `unpriced`.
    public init(known: ExactUSD = .zero, unpriced: [String] = []) {
        self.known = known
        self.unpriced = unpriced
    }

    /// Adds another part of the same call.
    mutating func add(_ other: Cost) {
        known = known.addingClamped(other.known)
        for name in other.unpriced where !unpriced.contains(name) { unpriced.append(name) }
    }
}
