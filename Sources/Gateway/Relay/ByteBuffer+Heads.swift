import HTTPMessages
import NIOCore

extension ByteBuffer {
    /// Writes the bytes of `range` of `source`'s readable bytes.
    mutating func writeRange(_ range: Range<Int>, of source: ByteBuffer) {
        guard !range.isEmpty else { return }
        _ = source.withUnsafeReadableBytes { bytes in
            writeBytes(UnsafeRawBufferPointer(rebasing: bytes[range]))
        }
    }

    /// Writes the fields that are to be relayed as they were written in `source`, without hop-by-hop fields.
    mutating func writeFields(
        _ fields: [HTTPField], known: KnownFieldSet, of source: ByteBuffer, _ decide: (HTTPField) -> FieldDecision
    ) {
        source.withUnsafeReadableBytes { bytes in
            let listed = HopByHop.Listed(fields, known: known, in: bytes)
            for field in fields where !listed.contains(field) {
                switch decide(field) {
                case .drop: continue
                case .replace(let line): writeStaticString(line)
                case .keep:
                    _ = writeBytes(UnsafeRawBufferPointer(rebasing: bytes[field.line]))
                    writeStaticString("\r\n")
                }
            }
        }
    }

    /// Writes `number` in decimal.
    mutating func writeDecimal(_ number: Int) {
        writeString(String(number))
    }

    /// Writes `data` as one chunk of a chunked body.
    mutating func writeChunk(_ data: ByteBuffer) {
        guard data.readableBytes > 0 else { return }
        writeString(String(data.readableBytes, radix: 16))
        writeStaticString("\r\n")
        writeImmutableBuffer(data)
        writeStaticString("\r\n")
    }

    /// Lets go of the memory once all of it has been read, so that the connection can read into it again.
    mutating func releaseIfEmpty() {
        if readableBytes == 0 { self = ByteBuffer() }
    }

    /// The text of `range` of the readable bytes; bytes that are not UTF-8 are replaced.
    func text(_ range: Range<Int>) -> String {
        withUnsafeReadableBytes { bytes in
            String(decoding: UnsafeRawBufferPointer(rebasing: bytes[range]), as: UTF8.self)
        }
    }
}

/// What becomes of a field on its way through.
enum FieldDecision {
    case keep
    case drop
    /// Another line (with its CRLF) in its place.
    case replace(StaticString)
}
