/// How a body is compressed, as its `Content-Encoding` says (RFC 9110, section 8.4.1).
public enum ContentCoding: Sendable, Hashable, CaseIterable {
    case identity
    case gzip
    /// zlib's format, or bare deflate data as some servers send it.
    case deflate
    /// `br`; needs `libbrotlidec.so.1` on the machine.
    case brotli

    /// Reads a field's value, without blanks around it; nil for a coding that is not known, or for several at once.
    public init?(fieldValue: UnsafeRawBufferPointer) {
        func matches(_ name: StaticString) -> Bool {
            fieldValue.count == name.utf8CodeUnitCount
                && fieldValue.indices.allSatisfy { index in
                    let byte = fieldValue[index]
                    let lower = byte &- 0x41 < 26 ? byte | 0x20 : byte
                    return lower == name.utf8Start[index]
                }
        }
        if matches("gzip") || matches("x-gzip") {
            self = .gzip
        } else if matches("deflate") {
            self = .deflate
        } else if matches("br") {
            self = .brotli
        } else if fieldValue.isEmpty || matches("identity") {
            self = .identity
        } else {
            return nil
        }
    }
}
