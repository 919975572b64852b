/// What a piece of text is looked up by: all of it where it is short, else a hash of it.
struct PieceKey: Equatable {
    /// The bytes, the first lowest, of a piece of at most eight; else a hash.
    let key: UInt64
    let length: Int

    private static var multiplier: UInt64 { 0x9E37_79B9_7F4A_7C15 }

    /// The key of `length` bytes, at least one, from `start`; bytes up to `readable` may be read.
    @inline(__always)
    init(_ base: UnsafePointer<UInt8>, start: Int, length: Int, readable: Int) {
        self.length = length
        if length <= 8 {
            key =
                start + 8 <= readable
                ? Self.word(base + start) & (~0 >> UInt64(64 - 8 * length))
                : Self.bytes(base + start, count: length)
        } else {
            key = Self.hash(base + start, count: length)
        }
    }

    /// Where in a table of `capacity`, a power of two, the search for it begins.
    @inline(__always)
    func index(in capacity: Int) -> Int { Int(truncatingIfNeeded: spread) & (capacity - 1) }

    /// The key's bits and the length, mixed.
    @inline(__always)
    var spread: UInt64 {
        let product = (key ^ UInt64(truncatingIfNeeded: length)).multipliedFullWidth(by: Self.multiplier)
        return product.high ^ product.low
    }

    @inline(__always)
    private static func word(_ pointer: UnsafePointer<UInt8>) -> UInt64 {
        UInt64(littleEndian: UnsafeRawPointer(pointer).loadUnaligned(as: UInt64.self))
    }

    private static func bytes(_ pointer: UnsafePointer<UInt8>, count: Int) -> UInt64 {
        var result: UInt64 = 0
        for index in 0..<count { result |= UInt64(pointer[index]) << UInt64(8 * index) }
        return result
    }

    /// Words of eight bytes folded into one another; the last overlaps the one before it.
    private static func hash(_ pointer: UnsafePointer<UInt8>, count: Int) -> UInt64 {
        var result: UInt64 = 0x2545_F491_4F6C_DD1D
        var index = 0
        while index + 8 < count {
            result = fold(result ^ word(pointer + index))
            index += 8
        }
        return fold(result ^ word(pointer + count - 8))
    }

    @inline(__always)
    private static func fold(_ value: UInt64) -> UInt64 {
        let product = value.multipliedFullWidth(by: 0xD6E8_FEB8_6659_FD93)
        return product.high ^ product.low
    }
}
