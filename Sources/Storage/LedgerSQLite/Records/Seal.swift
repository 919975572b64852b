/// A 64-bit checksum of records in files: finds torn and stale bytes, not malice.
///
/// Never 0, so that 0 can mean "none". Eight bytes a step (multiply and fold), because a hold is sealed on the path of every call.
enum Seal {
    /// The checksum of `bytes`.
    static func of(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
        let seed = 0x9E37_79B9_7F4A_7C15 ^ UInt64(bytes.count)
        var offset = 0
        // Four sums side by side, so that the multiplications overlap.
        var sums = (seed, ~seed, seed << 1, ~seed >> 1)
        while offset + 32 <= bytes.count {
            sums.0 = step(sums.0, bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
            sums.1 = step(sums.1, bytes.loadUnaligned(fromByteOffset: offset + 8, as: UInt64.self))
            sums.2 = step(sums.2, bytes.loadUnaligned(fromByteOffset: offset + 16, as: UInt64.self))
            sums.3 = step(sums.3, bytes.loadUnaligned(fromByteOffset: offset + 24, as: UInt64.self))
            offset += 32
        }
        var hash = step(step(step(sums.0, sums.1), sums.2), sums.3)
        while offset + 8 <= bytes.count {
            hash = step(hash, bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
            offset += 8
        }
        if offset < bytes.count {
            var last: UInt64 = 0
            for index in offset..<bytes.count { last = last << 8 | UInt64(bytes[index]) }
            hash = step(hash, last)
        }
        hash ^= hash >> 29
        return hash == 0 ? 1 : hash
    }

    private static func step(_ hash: UInt64, _ word: UInt64) -> UInt64 {
        let product = (hash ^ word) &* 0xBF58_476D_1CE4_E5B9
        return product ^ product >> 32
    }
}
