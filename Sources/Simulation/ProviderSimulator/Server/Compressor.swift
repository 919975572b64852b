import CZlib
import NIOCore

/// One compressed body, gzip or deflate (zlib), written piece by piece; each piece can be read at once.
///
/// Not `Sendable`: belongs to its connection's event loop.
final class Compressor {
    private var stream = z_stream()

    /// A compressor for `encoding`; nil when zlib has no memory.
    init?(_ encoding: Behaviour.Encoding) {
        let windowBits: Int32 = encoding == .gzip ? 31 : 15
        guard tollgate_deflateInit2(&stream, 6, windowBits) == Z_OK else { return nil }
    }

    deinit {
        deflateEnd(&stream)
    }

    /// The compressed form of `piece`; `last` ends the body.
    func compress(_ piece: ByteBuffer, last: Bool) -> ByteBuffer {
        var output = ByteBuffer()
        var input = Array(piece.readableBytesView)
        input.withUnsafeMutableBufferPointer { bytes in
            stream.next_in = bytes.baseAddress
            stream.avail_in = UInt32(bytes.count)
            repeat {
                let room = 16_384
                output.writeWithUnsafeMutableBytes(minimumWritableBytes: room) { target in
                    stream.next_out = target.bindMemory(to: UInt8.self).baseAddress
                    stream.avail_out = UInt32(room)
                    deflate(&stream, last ? Z_FINISH : Z_SYNC_FLUSH)
                    return room - Int(stream.avail_out)
                }
            } while stream.avail_out == 0
        }
        return output
    }
}
