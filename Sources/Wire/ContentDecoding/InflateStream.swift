import CZlib

/// zlib's decompressor, for gzip (any number of members) and deflate (with zlib's wrapper or bare).
final class InflateStream: DecodingStream {
    enum Format {
        case gzip
        case zlibOrRaw
    }

    private let format: Format
    /// On the heap, because zlib's state points back to it.
    private let stream: UnsafeMutablePointer<z_stream>
    private var isReady = false
    /// The first byte, while it takes the second to tell the wrapper.
    private var firstByte: UInt8?
    private var isOver = false
    private(set) var isAtEnd = false

    init?(_ format: Format) {
        self.format = format
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        if format == .gzip {
            guard tollgate_inflateInit2(stream, 15 + 16) == Z_OK else {
                stream.deallocate()
                return nil
            }
            isReady = true
        }
    }

    deinit {
        if isReady { inflateEnd(stream) }
        stream.deallocate()
    }

    func step(
        _ input: inout UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
    ) throws(ContentDecodingError) -> Int {
        var written = 0
        if !isReady {
            guard let second = input.first else { return 0 }
            guard let first = firstByte else {
                firstByte = second
                input = UnsafeRawBufferPointer(rebasing: input.dropFirst())
                return try step(&input, into: output)
            }
            try start(first, second)
            written = try withUnsafeBytes(of: first) { byte throws(ContentDecodingError) in
                var one = byte
                return try inflateOnce(&one, into: output)
            }
        }
        while written == 0, !isOver {
            if isAtEnd {
                guard try startNextMember(input) else { break }
            }
            let before = input.count
            written = try inflateOnce(&input, into: output)
            if written == 0, !isAtEnd, input.count == before || input.isEmpty { break }
        }
        return written
    }

    /// Chooses the wrapper by the two bytes that zlib's has (RFC 1950, section 2.2).
    private func start(_ first: UInt8, _ second: UInt8) throws(ContentDecodingError) {
        let isWrapped = first & 15 == 8 && first >> 4 <= 7 && (UInt(first) << 8 | UInt(second)) % 31 == 0
        guard tollgate_inflateInit2(stream, isWrapped ? 15 : -15) == Z_OK else { throw .outOfMemory }
        isReady = true
    }

    /// Behind a member, looks for another one; other bytes (padding, garbage) are ignored, as `gzip` does.
    ///
    /// False when over, or when nothing is there yet.
    private func startNextMember(_ input: UnsafeRawBufferPointer) throws(ContentDecodingError) -> Bool {
        guard let next = input.first else { return false }
        guard format == .gzip, next == 0x1F else {
            isOver = true
            return false
        }
        guard inflateReset(stream) == Z_OK else { throw .malformed }
        isAtEnd = false
        return true
    }

    private func inflateOnce(
        _ input: inout UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
    ) throws(ContentDecodingError) -> Int {
        let offered = min(input.count, Int(UInt32.max))
        // zlib does not write to its input; the pointer is mutable in its interface only.
        stream.pointee.next_in = UnsafeMutablePointer(mutating: input.assumingMemoryBound(to: UInt8.self).baseAddress)
        stream.pointee.avail_in = UInt32(offered)
        stream.pointee.next_out = output.assumingMemoryBound(to: UInt8.self).baseAddress
        stream.pointee.avail_out = UInt32(output.count)
        let result = inflate(stream, Z_NO_FLUSH)
        let taken = offered - Int(stream.pointee.avail_in)
        input = UnsafeRawBufferPointer(rebasing: input.dropFirst(taken))
        stream.pointee.next_in = nil
        switch result {
        case Z_OK, Z_BUF_ERROR: break
        case Z_STREAM_END: isAtEnd = true
        case Z_MEM_ERROR: throw .outOfMemory
        default: throw .malformed
        }
        return output.count - Int(stream.pointee.avail_out)
    }
}
