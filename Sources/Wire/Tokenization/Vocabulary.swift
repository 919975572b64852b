import VocabularyData

/// The tokens of an encoding and their ids: a hash table over the bytes of each.
///
/// An id is also the rank by which tokens are merged: of two neighbours that can, those whose joint has the lowest.
/// Immutable once made, so it is shared by all threads.
final class Vocabulary: Sendable {
    /// A token's place in the table.
    struct Slot {
        /// The bytes of a token of up to eight, else a hash of them.
        var key: UInt64
        var token: UInt32
        /// How many bytes it has; 0 in an empty slot.
        var length: UInt32
    }

    /// A power of two of slots, at most half of them full; a token stands in the first free one behind its hash.
    let slots: [Slot]
    /// All tokens' bytes in the order of their ids, then padding that may be read with the last.
    let bytes: [UInt8]
    /// Where each token's bytes begin; the last is where the last token ends.
    let offsets: [UInt32]
    /// The ids of the tokens of one byte.
    let byteTokens: [UInt32]
    /// The length of the longest token.
    let longest: Int

    /// The tokens with ids below `limit` of a file as `Sources/Data/VocabularyData/README.md` describes it.
    init(_ embedded: tollgate_embedded, limit: Int = .max) {
        let file = UnsafeRawBufferPointer(start: embedded.bytes, count: embedded.length)
        let all = Int(UInt32(littleEndian: file.loadUnaligned(as: UInt32.self)))
        let count = min(all, limit)
        let lengths = file[4..<(4 + count)]
        bytes = Array(file[(4 + all)...])

        var offsets: [UInt32] = [0]
        offsets.reserveCapacity(count + 1)
        var offset: UInt32 = 0
        for length in lengths {
            offset += UInt32(length)
            offsets.append(offset)
        }
        var capacity = 1
        while capacity < 2 * count { capacity *= 2 }
        var slots = [Slot](repeating: Slot(key: 0, token: 0, length: 0), count: capacity)
        var byteTokens = [UInt32](repeating: 0, count: 256)
        var longest = 0
        bytes.withUnsafeBufferPointer { bytes in
            guard let base = bytes.baseAddress else { return }
            for token in 0..<count {
                let start = Int(offsets[token])
                let length = Int(offsets[token + 1]) - start
                guard length > 0 else { continue }  // an id without a token
                let key = PieceKey(base, start: start, length: length, readable: bytes.count)
                var index = key.index(in: capacity)
                while slots[index].length != 0 { index = (index + 1) & (capacity - 1) }
                slots[index] = Slot(key: key.key, token: UInt32(token), length: UInt32(length))
                if length == 1 { byteTokens[Int(base[start])] = UInt32(token) }
                longest = max(longest, length)
            }
        }
        self.slots = slots
        self.offsets = offsets
        self.byteTokens = byteTokens
        self.longest = longest
    }

    /// The bytes of a token; nil for an id that has none.
    func bytes(of token: UInt32) -> ArraySlice<UInt8>? {
        guard let index = Int(exactly: token), index + 1 < offsets.count else { return nil }
        let range = Int(offsets[index])..<Int(offsets[index + 1])
        return range.isEmpty ? nil : bytes[range]
    }

    /// Calls `body` with the tables as pointers, which are good until it returns.
    @inline(__always)
    func withTable<R>(_ body: (VocabularyTable) -> R) -> R {
        slots.withUnsafeBufferPointer { slots in
            bytes.withUnsafeBufferPointer { bytes in
                offsets.withUnsafeBufferPointer { offsets in
                    byteTokens.withUnsafeBufferPointer { byteTokens in
                        body(
                            VocabularyTable(
                                slots: slots, bytes: bytes, offsets: offsets, byteTokens: byteTokens, longest: longest))
                    }
                }
            }
        }
    }
}
