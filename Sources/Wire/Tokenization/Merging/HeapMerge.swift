/// Byte-pair merging with the pairs in a heap: n log n for n bytes, whatever they are.
struct HeapMerge {
    /// The longest piece it takes, in bytes.
    static var limit: Int { Int(Int32.max) - 1 }

    // Of each part, at the offset of its first byte.
    private var next: [Int32] = []
    private var previous: [Int32] = []
    private var tokens: [UInt32] = []
    /// The rank of what the part and the next make together; none for an offset that is no part's any more.
    private var ranks: [UInt32] = []
    /// Rank, then offset: the lowest rank first, of equal ones the leftmost.
    ///
    /// An entry that ``ranks`` does not confirm is of a pair that is no more; a pair only ever grows, so an old entry
    /// cannot become right again.
    private var heap: MinimumHeap = MinimumHeap()

    /// The tokens that the bytes from `start` to `end` become; at least one byte.
    mutating func parts(_ source: MergeSource, start: Int, end: Int) -> [TokenPart] {
        let count = end - start
        prepare(source, start: start, count: count)
        next.withUnsafeMutableBufferPointer { next in
            previous.withUnsafeMutableBufferPointer { previous in
                tokens.withUnsafeMutableBufferPointer { tokens in
                    ranks.withUnsafeMutableBufferPointer { ranks in
                        while let entry = heap.minimum {
                            let place = Int(truncatingIfNeeded: entry & 0xFFFF_FFFF)
                            let rank = UInt32(truncatingIfNeeded: entry >> 32)
                            guard ranks[place] == rank else {
                                heap.removeMinimum()
                                continue
                            }
                            let joined = Int(next[place])
                            let behind = Int(next[joined])
                            tokens[place] = rank
                            next[place] = Int32(behind)
                            ranks[joined] = VocabularyTable.noRank
                            ranks[place] = VocabularyTable.noRank
                            if behind < count {
                                previous[behind] = Int32(place)
                                ranks[place] = source.rank(start + place, start + Int(next[behind]))
                            }
                            if ranks[place] != VocabularyTable.noRank {
                                heap.replaceMinimum(UInt64(ranks[place]) << 32 | UInt64(place))
                            } else {
                                heap.removeMinimum()
                            }
                            guard place > 0 else { continue }
                            let before = Int(previous[place])
                            ranks[before] = source.rank(start + before, start + behind)
                            if ranks[before] != VocabularyTable.noRank {
                                heap.insert(UInt64(ranks[before]) << 32 | UInt64(before))
                            }
                        }
                    }
                }
            }
        }
        return parts(from: start, count: count)
    }

    /// One part a byte, and all pairs.
    private mutating func prepare(_ source: MergeSource, start: Int, count: Int) {
        next.removeAll(keepingCapacity: true)
        previous.removeAll(keepingCapacity: true)
        tokens.removeAll(keepingCapacity: true)
        ranks.removeAll(keepingCapacity: true)
        heap.removeAll()
        for index in 0..<count {
            next.append(Int32(index + 1))
            previous.append(Int32(index - 1))
            tokens.append(source.byteToken(at: start + index))
            let rank =
                index + 1 < count
                ? source.rank(start + index, start + index + 2) : VocabularyTable.noRank
            ranks.append(rank)
            if rank != VocabularyTable.noRank { heap.appendUnordered(UInt64(rank) << 32 | UInt64(index)) }
        }
        heap.order()
    }

    private func parts(from start: Int, count: Int) -> [TokenPart] {
        var parts: [TokenPart] = []
        var place = 0
        while place < count {
            let behind = Int(next[place])
            parts.append(TokenPart(start: start + place, end: start + behind, token: tokens[place]))
            place = behind
        }
        return parts
    }
}
