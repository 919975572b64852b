/// Which of the open containers are objects and which arrays: a stack of bits.
///
/// The innermost 64 are in a word; deeper ones spill into an array, so that ordinary texts allocate nothing.
@usableFromInline
struct Nesting {
    @usableFromInline var depth = 0
    @usableFromInline var bits: UInt64 = 0
    @usableFromInline var spilled: [UInt64] = []

    @inlinable
    init() {}

    /// Whether the innermost open container is an object.
    @inlinable
    var isObject: Bool { bits & 1 == 1 }

    @inlinable
    mutating func open(object: Bool, at offset: Int) throws(JSONScanError) {
        guard depth < JSONCursor.maximumDepth else { throw JSONScanError(.tooDeep, at: offset) }
        if depth > 0, depth % 64 == 0 { spilled.append(bits) }
        bits = bits << 1 | (object ? 1 : 0)
        depth += 1
    }

    @inlinable
    mutating func close() {
        depth -= 1
        bits >>= 1
        if depth > 0, depth % 64 == 0, let outer = spilled.popLast() { bits = outer }
    }
}
