/// Writes numbers and texts one after the other into memory that is known to be large enough.
struct RecordCursor {
    let buffer: UnsafeMutableRawBufferPointer
    private(set) var offset = 0

    /// A cursor at the beginning of `buffer`.
    init(buffer: UnsafeMutableRawBufferPointer) { self.buffer = buffer }

    mutating func put(byte: UInt8) {
        buffer[offset] = byte
        offset += 1
    }

    mutating func put(_ number: Int64) {
        buffer.storeBytes(of: number, toByteOffset: offset, as: Int64.self)
        offset += 8
    }

    mutating func put(count: Int) {
        buffer.storeBytes(of: UInt32(truncatingIfNeeded: count), toByteOffset: offset, as: UInt32.self)
        offset += 4
    }

    mutating func put(_ text: String) {
        var text = text
        let start = offset + 4
        let count = text.withUTF8 { bytes in
            buffer[start..<start + bytes.count].copyBytes(from: bytes)
            return bytes.count
        }
        put(count: count)
        offset += count
    }

    mutating func put(optional text: String?) {
        if let text { put(text) } else { put(count: -1) }
    }
}
