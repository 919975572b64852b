/// A replacement of some bytes of a body; everything else stays byte for byte.
public struct BodyEdit: Sendable, Hashable {
    /// Where, in bytes from the body's beginning.
    public var offset: Int
    /// How many bytes are taken out there.
    public var removed: Int
    /// What is put in their place.
    public var inserted: [UInt8]

    /// The edit that puts `inserted` in the place of `removed` bytes at `offset`.
    public init(offset: Int, removed: Int, inserted: [UInt8]) {
        self.offset = offset
        self.removed = removed
        self.inserted = inserted
    }

    /// By how many bytes the body grows; negative when it shrinks.
    public var growth: Int { inserted.count - removed }
}
