/// Follows a path's segments, to tell where it leads.
struct PathWalk {
    /// Whether a segment was `.` or `..`.
    private(set) var sawDots = false
    private var depth = 0
    /// Dots that the segment begins with.
    private var dots = 0
    /// Bytes of the segment before a `;`.
    private var count = 0
    private var isBehindSemicolon = false

    /// The segment's next byte, decoded.
    mutating func take(_ byte: UInt8) {
        if byte == UInt8(ascii: ";") { isBehindSemicolon = true }
        guard !isBehindSemicolon else { return }
        if byte == UInt8(ascii: "."), dots == count { dots += 1 }
        count += 1
    }

    /// The segment is over; throws when it leads above the root.
    mutating func endSegment() throws(HeadError) {
        if count > 0, dots == count, dots <= 2 {
            sawDots = true
            if dots == 2 { depth -= 1 }
        } else if count > 0 {
            depth += 1
        }
        guard depth >= 0 else { throw .badRequest("The path of the request leads above its root.") }
        dots = 0
        count = 0
        isBehindSemicolon = false
    }
}
