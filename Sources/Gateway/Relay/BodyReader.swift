package import HTTPMessages
package import NIOCore

/// Takes one message's body out of the bytes of a connection, by its framing.
///
/// What one call gives is contiguous: the data of all chunks that have arrived becomes one buffer, so that a burst
/// of small chunks is scanned and passed on as one.
package struct BodyReader: Sendable {
    private var remaining = 0
    private var chunks: ChunkedDecoder?
    private var untilClose = false
    /// Whether the body's end has been read.
    package private(set) var isComplete: Bool

    /// A reader of a body framed so.
    package init(_ framing: BodyFraming) {
        isComplete = false
        switch framing {
        case .none: isComplete = true
        case .length(let length):
            remaining = length
            isComplete = length == 0
        case .chunked: chunks = ChunkedDecoder()
        case .untilClose: untilClose = true
        }
    }

    /// Takes all of the body that is in `buffer`; nil when there is none.
    ///
    /// Bytes after the body's end stay.
    package mutating func read(from buffer: inout ByteBuffer) throws(HeadError) -> ByteBuffer? {
        guard !isComplete, buffer.readableBytes > 0 else { return nil }
        if chunks != nil { return try readChunks(from: &buffer) }
        if untilClose { return buffer.readSlice(length: buffer.readableBytes) }
        let part = buffer.readSlice(length: min(remaining, buffer.readableBytes))
        remaining -= part?.readableBytes ?? 0
        isComplete = remaining == 0
        return part
    }

    /// The connection was closed: whether that ends the body properly.
    package mutating func closed() -> Bool {
        if untilClose { isComplete = true }
        return isComplete
    }

    private mutating func readChunks(from buffer: inout ByteBuffer) throws(HeadError) -> ByteBuffer? {
        guard var decoder = chunks else { return nil }
        var first: Range<Int>?
        var gathered: ByteBuffer?
        var offset = 0
        var failure: HeadError?
        let source = buffer
        source.withUnsafeReadableBytes { bytes in
            do throws(HeadError) {
                reading: while true {
                    switch try decoder.next(bytes, offset: &offset) {
                    case .data(let range):
                        if gathered != nil {
                            gathered?.writeBytes(UnsafeRawBufferPointer(rebasing: bytes[range]))
                        } else if let start = first {
                            var both = ByteBufferAllocator().buffer(capacity: bytes.count)
                            both.writeBytes(UnsafeRawBufferPointer(rebasing: bytes[start]))
                            both.writeBytes(UnsafeRawBufferPointer(rebasing: bytes[range]))
                            gathered = both
                        } else {
                            first = range
                        }
                    case .needMore: break reading
                    case .end:
                        isComplete = true
                        break reading
                    }
                }
            } catch {
                failure = error
            }
        }
        if let failure { throw failure }
        chunks = decoder
        let base = buffer.readerIndex
        buffer.moveReaderIndex(forwardBy: offset)
        if let gathered { return gathered }
        return first.flatMap { source.getSlice(at: base + $0.lowerBound, length: $0.count) }
    }
}
