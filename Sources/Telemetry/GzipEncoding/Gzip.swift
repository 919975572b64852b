import CZlib

/// Compresses whole bodies (RFC 1952).
public enum Gzip {
    /// `body` compressed; nil when zlib has no memory for it.
    ///
    /// - Parameter level: 1 (fast) … 9 (small); telemetry is repetitive, so that 3 is nearly as small as 6.
    public static func compress(_ body: [UInt8], level: Int = 3) -> [UInt8]? {
        var stream = z_stream()
        // 15 bits of window, and 16 for gzip's header and trailer.
        guard tollgate_deflateInit2(&stream, Int32(min(max(1, level), 9)), 15 + 16) == Z_OK else { return nil }
        defer { deflateEnd(&stream) }
        // zlib counts one call's bytes in 32 bits.
        guard let length = UInt32(exactly: body.count),
            let capacity = UInt32(exactly: deflateBound(&stream, uLong(length)))
        else { return nil }
        // zlib does not write through `next_in`; its declaration lacks the const.
        var input = body
        let output = input.withUnsafeMutableBufferPointer { source in
            [UInt8](unsafeUninitializedCapacity: Int(capacity)) { target, count in
                stream.next_in = source.baseAddress
                stream.avail_in = length
                stream.next_out = target.baseAddress
                stream.avail_out = capacity
                count = deflate(&stream, Z_FINISH) == Z_STREAM_END ? Int(stream.total_out) : 0
            }
        }
        // Even an empty body has a header and a trailer.
        return output.isEmpty ? nil : output
    }
}
