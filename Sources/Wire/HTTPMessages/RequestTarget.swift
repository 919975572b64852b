/// A request's target in origin form (RFC 9112, section 3.2.1): a path and perhaps a query, told apart but not decoded.
public struct RequestTarget: Sendable, Hashable {
    /// From the first `/` to the `?` or the end.
    public var path: Range<Int>
    /// Behind the `?`; nil without one, empty when nothing follows it.
    public var query: Range<Int>?
    /// Between the first and the second `/`; may be empty.
    public var firstSegment: Range<Int>
    /// Whether a segment is `.` or `..`: what a server makes of the path is not what its bytes say.
    ///
    /// Also when it is written with escapes (`%2e`), set apart by an escaped slash or a backslash, or followed by `;`.
    public var hasDotSegments: Bool
    /// Whether a slash or backslash is hidden in the first segment: `%2f`, `%5c` or `\`.
    public var hasHiddenSeparator: Bool

    /// Reads `bytes[range]`, a target that ``HTTPRequestHead`` found.
    ///
    /// Throws (400) for absolute, authority and asterisk form, for a fragment, for an escape that is no byte, for
    /// an escaped control character, and for a path that leads above its root.
    public static func parse(
        _ bytes: UnsafeRawBufferPointer, _ range: Range<Int>
    ) throws(HeadError) -> RequestTarget {
        guard let first = range.first, bytes[first] == slash else {
            throw .badRequest("The target of the request is not a path.")
        }
        var target = RequestTarget(
            path: range, query: nil, firstSegment: range.lowerBound + 1..<range.upperBound, hasDotSegments: false,
            hasHiddenSeparator: false)
        var walk = PathWalk()
        var inFirst = true
        var position = range.lowerBound + 1
        path: while position < range.upperBound {
            var byte = bytes[position]
            switch byte {
            case slash:
                if inFirst { target.firstSegment = range.lowerBound + 1..<position }
                inFirst = false
                try walk.endSegment()
                position += 1
                continue path
            case UInt8(ascii: "?"):
                target.path = range.lowerBound..<position
                target.query = position + 1..<range.upperBound
                if inFirst { target.firstSegment = range.lowerBound + 1..<position }
                break path
            case UInt8(ascii: "%"):
                byte = try escaped(bytes, position, end: range.upperBound)
                position += 3
            default: position += 1
            }
            guard byte >= 0x20, byte != 0x7F else {
                throw .badRequest("The path of the request holds a control character.")
            }
            if byte == slash || byte == UInt8(ascii: "\\") {
                if inFirst { target.hasHiddenSeparator = true }
                try walk.endSegment()
            } else if byte == UInt8(ascii: "#"), bytes[position - 1] == byte {
                throw .badRequest("The target of the request holds a fragment.")
            } else {
                walk.take(byte)
            }
        }
        try walk.endSegment()
        target.hasDotSegments = walk.sawDots
        if let query = target.query, query.contains(where: { bytes[$0] == UInt8(ascii: "#") }) {
            throw .badRequest("The target of the request holds a fragment.")
        }
        return target
    }

    private static let slash = UInt8(ascii: "/")

    private static func escaped(
        _ bytes: UnsafeRawBufferPointer, _ position: Int, end: Int
    ) throws(HeadError) -> UInt8 {
        guard position + 2 < end, let high = ASCII.hexValue(bytes[position + 1]),
            let low = ASCII.hexValue(bytes[position + 2])
        else { throw .badRequest("The path of the request holds an incomplete escape.") }
        return high << 4 | low
    }
}
