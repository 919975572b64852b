/// Which known fields a head has, as bits.
public struct KnownFieldSet: Sendable, Hashable {
    private var bits: UInt64 = 0

    /// None.
    public init() {}

    /// Whether the head has at least one such field.
    public func contains(_ field: KnownField) -> Bool { bits & (1 << UInt64(field.rawValue)) != 0 }

    mutating func insert(_ field: KnownField) { bits |= 1 << UInt64(field.rawValue) }

    var isEmpty: Bool { bits == 0 }
}
