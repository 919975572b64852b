package import NIOCore

/// Values of header fields, read where they stand.
extension ByteBuffer {
    /// Whether `range` of the readable bytes begins with `text`, which is in lower case, whatever the case of the bytes.
    package func hasPrefix(_ text: StaticString, in range: Range<Int>) -> Bool {
        guard range.count >= text.utf8CodeUnitCount else { return false }
        return withUnsafeReadableBytes { bytes in
            for index in 0..<text.utf8CodeUnitCount {
                let byte = bytes[range.lowerBound + index]
                guard (byte &- 0x41 < 26 ? byte | 0x20 : byte) == text.utf8Start[index] else { return false }
            }
            return true
        }
    }

    /// Where the token of the `Authorization` value at `range` stands; nil where its scheme is not `Bearer`.
    package func bearerToken(in range: Range<Int>) -> Range<Int>? {
        let scheme: StaticString = "bearer"
        guard hasPrefix(scheme, in: range) else { return nil }
        return withUnsafeReadableBytes { bytes in
            let end = range.lowerBound + scheme.utf8CodeUnitCount
            guard let token = bytes[end..<range.upperBound].firstIndex(where: { $0 != UInt8(ascii: " ") }) else {
                return range.upperBound..<range.upperBound
            }
            return token > end ? token..<range.upperBound : nil
        }
    }
}
