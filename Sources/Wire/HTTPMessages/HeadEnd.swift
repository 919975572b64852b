#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The search for the blank line that ends a head, line by line, so that what can never become a head is refused
/// before it is complete.
enum HeadEnd {
    /// The offset behind the blank line; nil when it is not among `bytes` yet.
    static func find(
        _ bytes: UnsafeRawBufferPointer, limits: HeadLimits, scanned: inout Int, isRequest: Bool
    ) throws(HeadError) -> Int? {
        guard let base = bytes.baseAddress, !bytes.isEmpty else { return nil }
        let first = bytes[0]
        guard ASCII.isToken(first) || (isRequest && first == ASCII.carriageReturn) else {
            throw .badRequest("The connection does not speak HTTP/1.1.")
        }
        var position = min(max(scanned, 0), bytes.count)
        while position < bytes.count,
            let hit = memchr(base + position, Int32(ASCII.lineFeed), bytes.count - position)
        {
            let lineFeed = UnsafeRawPointer(hit) - base
            guard lineFeed > 0, bytes[lineFeed - 1] == ASCII.carriageReturn else {
                throw .badRequest("A line of the head ends without a carriage return.")
            }
            position = lineFeed + 1
            if lineFeed >= 3, bytes[lineFeed - 2] == ASCII.lineFeed {
                guard position <= limits.maximumBytes else { throw tooLarge }
                return position
            }
        }
        scanned = bytes.count
        guard bytes.count <= limits.maximumBytes else { throw tooLarge }
        // The longest first line that is allowed, with a CRLF before and behind it.
        let longest = limits.maximumLineBytes + 4
        if isRequest, bytes.count > longest, memchr(base + 2, Int32(ASCII.lineFeed), longest - 2) == nil {
            throw HeadError(status: 414, reason: "The request line is too long.")
        }
        return nil
    }

    static var tooLarge: HeadError { HeadError(status: 431, reason: "The head of the message is too large.") }
}
