/// Writes the framing of a chunked body: ``withHead(of:_:)``, the data, ``lineEnd``, …, ``lastChunk``.
public enum ChunkedEncoder {
    /// Behind each chunk's data.
    public static let lineEnd: StaticString = "\r\n"
    /// The end of the body, without trailers.
    public static let lastChunk: StaticString = "0\r\n\r\n"

    /// Calls `body` with the line before a chunk of `count` bytes, made on the stack.
    ///
    /// A chunk of 0 bytes would end the body: do not write one.
    @inlinable
    public static func withHead<Result>(of count: Int, _ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        var digits = max(1, (Int.bitWidth - count.leadingZeroBitCount + 3) / 4)
        return withUnsafeTemporaryAllocation(byteCount: 18, alignment: 1) { buffer in
            buffer[digits] = 0x0D
            buffer[digits + 1] = 0x0A
            let line = UnsafeRawBufferPointer(rebasing: buffer[..<(digits + 2)])
            var rest = UInt(bitPattern: count)
            while digits > 0 {
                digits -= 1
                let digit = UInt8(truncatingIfNeeded: rest & 15)
                buffer[digits] = digit < 10 ? 0x30 + digit : 0x57 + digit
                rest >>= 4
            }
            return body(line)
        }
    }

    /// Appends a whole chunk to `output`; nothing for no bytes.
    public static func append(_ bytes: UnsafeRawBufferPointer, to output: inout [UInt8]) {
        guard !bytes.isEmpty else { return }
        withHead(of: bytes.count) { output.append(contentsOf: $0) }
        output.append(contentsOf: bytes)
        output.append(contentsOf: [0x0D, 0x0A])
    }
}
