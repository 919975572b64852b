import CZlib
import ContentDecoding

/// What wraps deflate data.
enum Wrapper: Int32, CaseIterable {
    case gzip = 31
    case zlib = 15
    case raw = -15

    var coding: ContentCoding { self == .gzip ? .gzip : .deflate }
}

/// Compresses `bytes` with zlib.
func compress(_ bytes: [UInt8], _ wrapper: Wrapper, level: Int32 = 6) -> [UInt8] {
    var stream = z_stream()
    var output = [UInt8](repeating: 0, count: bytes.count + bytes.count / 100 + 1_024)
    var input = bytes
    let capacity = output.count
    input.withUnsafeMutableBufferPointer { source in
        output.withUnsafeMutableBufferPointer { target in
            guard tollgate_deflateInit2(&stream, level, wrapper.rawValue) == Z_OK else { return }
            stream.next_in = source.baseAddress
            stream.avail_in = UInt32(source.count)
            stream.next_out = target.baseAddress
            stream.avail_out = UInt32(capacity)
            _ = deflate(&stream, Z_FINISH)
            deflateEnd(&stream)
        }
    }
    return Array(output.prefix(capacity - Int(stream.avail_out)))
}

/// Decodes `bytes` given in pieces of `size`, and says that the body is over.
func decode(
    _ bytes: [UInt8], _ coding: ContentCoding, size: Int = .max,
    limits: ContentDecodingLimits = ContentDecodingLimits()
) throws(ContentDecodingError) -> [UInt8] {
    guard let decoder = ContentDecoder(coding, limits: limits) else { throw .outOfMemory }
    var output: [UInt8] = []
    var start = 0
    while start < bytes.count {
        let end = size < bytes.count - start ? start + size : bytes.count
        let piece = Array(bytes[start..<end])
        try withBytes(piece) { raw throws(ContentDecodingError) in
            try decoder.decode(raw, into: &output, limit: .max)
        }
        start = end
    }
    try decoder.finish()
    return output
}

/// The error with which `body` fails; nil when it does not.
func failure<Result>(_ body: () throws(ContentDecodingError) -> Result) -> ContentDecodingError? {
    do {
        _ = try body()
        return nil
    } catch {
        return error
    }
}

/// Runs `body` over an exact copy on the heap.
func withBytes<Result, Failure: Error>(
    _ bytes: [UInt8], _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
) throws(Failure) -> Result {
    let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count, alignment: 1)
    defer { copy.deallocate() }
    copy.copyBytes(from: bytes)
    return try body(UnsafeRawBufferPointer(copy))
}
