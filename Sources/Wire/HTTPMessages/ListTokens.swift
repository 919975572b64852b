/// The members of a comma-separated list (RFC 9110, section 5.6.1), blanks around them and empty ones left out.
struct ListTokens: Sequence, IteratorProtocol {
    private let bytes: UnsafeRawBufferPointer
    private let end: Int
    private var position: Int

    init(_ bytes: UnsafeRawBufferPointer, _ range: Range<Int>) {
        self.bytes = bytes
        position = range.lowerBound
        end = range.upperBound
    }

    mutating func next() -> Range<Int>? {
        while position < end {
            var start = position
            while position < end, bytes[position] != UInt8(ascii: ",") { position &+= 1 }
            var stop = position
            position &+= 1
            while start < stop, isBlank(bytes[start]) { start &+= 1 }
            while stop > start, isBlank(bytes[stop &- 1]) { stop &-= 1 }
            if start < stop { return start..<stop }
        }
        return nil
    }

    private func isBlank(_ byte: UInt8) -> Bool { byte == ASCII.space || byte == ASCII.tab }
}
