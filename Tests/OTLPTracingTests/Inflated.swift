import CZlib
import Testing

/// Reads gzip with zlib itself.
enum Inflated {
    static func bytes(_ compressed: [UInt8]) throws -> [UInt8] {
        var input = compressed
        let count = input.count
        var stream = z_stream()
        try #require(tollgate_inflateInit2(&stream, 15 + 16) == Z_OK)
        defer { inflateEnd(&stream) }
        var output = [UInt8](repeating: 0, count: 4 << 20)
        let result = input.withUnsafeMutableBufferPointer { source in
            output.withUnsafeMutableBufferPointer { target in
                stream.next_in = source.baseAddress
                stream.avail_in = UInt32(count)
                stream.next_out = target.baseAddress
                stream.avail_out = UInt32(target.count)
                return inflate(&stream, Z_FINISH)
            }
        }
        try #require(result == Z_STREAM_END)
        return Array(output.prefix(Int(stream.total_out)))
    }
}
