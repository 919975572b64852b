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
        let start = offset + 4
        let copied: Int? = text.utf8.withContiguousStorageIfAvailable { bytes in
            if let source = bytes.baseAddress, let target = buffer.baseAddress {
                (target + start).copyMemory(from: source, byteCount: bytes.count)
            }
            return bytes.count
        }
        // A text that is bridged from elsewhere has no such storage.
        let count = copied ?? copy(Array(text.utf8), to: start)
        put(count: count)
        offset += count
    }

    private func copy(_ bytes: [UInt8], to start: Int) -> Int {
        buffer[start..<start + bytes.count].copyBytes(from: bytes)
        return bytes.count
    }

    mutating func put(optional text: String?) {
        if let text { put(text) } else { put(count: -1) }
    }
}
