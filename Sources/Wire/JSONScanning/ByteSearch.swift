#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Whether `count` bytes are the same at `left` and `right`.
@usableFromInline
func equalBytes(_ left: UnsafeRawPointer, _ right: UnsafeRawPointer, _ count: Int) -> Bool {
    memcmp(left, right, count) == 0
}

/// Eight bytes at a time: each function marks, in the top bit of each byte of the result, the bytes that are searched.
///
/// Marks above the first one may be wrong (a borrow runs upwards), the first one never is; so only the lowest mark
/// may be used. From "Bit Twiddling Hacks", "Determine if a word has a byte less than n".
@usableFromInline
enum Eight {
    @usableFromInline static let ones: UInt64 = 0x0101_0101_0101_0101
    @usableFromInline static let tops: UInt64 = 0x8080_8080_8080_8080

    @inlinable
    static func load(_ bytes: UnsafeRawBufferPointer, _ offset: Int) -> UInt64 {
        UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
    }

    @inlinable
    static func equal(_ word: UInt64, _ byte: UInt8) -> UInt64 {
        let zeros = word ^ (ones &* UInt64(byte))
        return (zeros &- ones) & ~zeros & tops
    }

    @inlinable
    static func below(_ word: UInt64, _ limit: UInt8) -> UInt64 {
        (word &- (ones &* UInt64(limit))) & ~word & tops
    }
}

/// The first byte at or after `start` that ends or interrupts a string: a quote, a backslash or, when `strict`, a
/// control character; the end when there is none.
@inlinable
func stringStop(_ bytes: UnsafeRawBufferPointer, from start: Int, strict: Bool) -> Int {
    var index = start
    while index + 8 <= bytes.count {
        let word = Eight.load(bytes, index)
        var marks = Eight.equal(word, 0x22) | Eight.equal(word, 0x5C)
        if strict { marks |= Eight.below(word, 0x20) }
        if marks != 0 { return index + marks.trailingZeroBitCount / 8 }
        index += 8
    }
    while index < bytes.count {
        let byte = bytes[index]
        if byte == 0x22 || byte == 0x5C || (strict && byte < 0x20) { return index }
        index += 1
    }
    return index
}

/// The first quote, brace or bracket at or after `start`; the end when there is none.
@inlinable
func structureStop(_ bytes: UnsafeRawBufferPointer, from start: Int) -> Int {
    var index = start
    while index + 8 <= bytes.count {
        let word = Eight.load(bytes, index)
        let folded = word | (Eight.ones &* 0x20)  // [ and { fold together, as do ] and }
        let marks = Eight.equal(word, 0x22) | Eight.equal(folded, 0x7B) | Eight.equal(folded, 0x7D)
        if marks != 0 { return index + marks.trailingZeroBitCount / 8 }
        index += 8
    }
    while index < bytes.count {
        let byte = bytes[index]
        if byte == 0x22 || byte | 0x20 == 0x7B || byte | 0x20 == 0x7D { return index }
        index += 1
    }
    return index
}
