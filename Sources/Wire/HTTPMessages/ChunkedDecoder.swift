/// Takes a chunked body apart as it comes (RFC 9112, section 7.1), keeping counters only.
///
/// Strict: sizes are 1 to 16 hexadecimal digits and at most 2^60, extensions follow the grammar and are bounded to
/// 256 bytes a chunk, lines end with CRLF, trailers are checked, bounded to 8 KiB and dropped.
public struct ChunkedDecoder: Sendable {
    /// What was found.
    public enum Step: Sendable, Hashable {
        /// Body bytes, at these offsets of the bytes given.
        case data(Range<Int>)
        /// Everything given has been taken; more is needed.
        case needMore
        /// The body is over, its trailers too; what follows belongs to the next message.
        case end
    }

    private enum State: Sendable {
        case size
        case afterSize
        case chunkExtension
        case sizeLineFeed
        case data
        case dataReturn
        case dataLineFeed
        case trailer
        case ended
    }

    private var state = State.size
    /// Of the chunk; while its size is read, the size so far.
    private var remaining: UInt64 = 0
    private var digits = 0
    private var extensionReader = ChunkExtensionReader()
    private var trailerReader = TrailerReader()

    /// Whether the chunk of size 0 has been seen, which ends the data (trailers may follow).
    public private(set) var hasLastChunk = false
    /// Whether the body is over.
    public var isFinished: Bool { state == .ended }

    /// A decoder at the start of a body.
    public init() {}

    /// Reads on in `bytes` from `offset`, and moves `offset` behind what was taken.
    ///
    /// Call it until it says ``Step/needMore`` or ``Step/end``. Errors have the status 400 and are final.
    public mutating func next(
        _ bytes: UnsafeRawBufferPointer, offset: inout Int
    ) throws(HeadError) -> Step {
        while offset < bytes.count || state == .ended {
            switch state {
            case .data:
                let count = Int(min(UInt64(bytes.count - offset), remaining))
                let range = offset..<offset + count
                remaining -= UInt64(count)
                if remaining == 0 { state = .dataReturn }
                offset = range.upperBound
                return .data(range)
            case .ended:
                return .end
            default:
                try take(bytes[offset])
                offset += 1
            }
        }
        return .needMore
    }

    private mutating func take(_ byte: UInt8) throws(HeadError) {
        switch state {
        case .size:
            try takeSize(byte)
        case .afterSize, .chunkExtension:
            if byte == ASCII.carriageReturn {
                guard extensionReader.mayEnd else { throw .badRequest("A chunk's extension is not valid.") }
                state = .sizeLineFeed
            } else {
                try extensionReader.take(byte)
                state = .chunkExtension
            }
        case .sizeLineFeed:
            try expect(byte, ASCII.lineFeed)
            digits = 0
            extensionReader = ChunkExtensionReader()
            hasLastChunk = remaining == 0
            state = hasLastChunk ? .trailer : .data
        case .dataReturn:
            try expect(byte, ASCII.carriageReturn)
            state = .dataLineFeed
        case .dataLineFeed:
            try expect(byte, ASCII.lineFeed)
            state = .size
        case .trailer:
            if try trailerReader.take(byte) { state = .ended }
        case .data, .ended:
            break
        }
    }

    private mutating func takeSize(_ byte: UInt8) throws(HeadError) {
        if let digit = ASCII.hexValue(byte) {
            digits += 1
            guard digits <= 16, remaining < 1 << 60 else { throw .badRequest("A chunk's size is too large.") }
            remaining = remaining << 4 | UInt64(digit)
            guard remaining <= 1 << 60 else { throw .badRequest("A chunk's size is too large.") }
            return
        }
        guard digits > 0 else { throw .badRequest("A chunk's size is not a number.") }
        state = .afterSize
        try take(byte)
    }

    private func expect(_ byte: UInt8, _ expected: UInt8) throws(HeadError) {
        guard byte == expected else { throw .badRequest("A chunk does not end where its size says.") }
    }
}
