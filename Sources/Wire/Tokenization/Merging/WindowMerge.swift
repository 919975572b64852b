/// Byte-pair merging of up to 256 bytes: the lowest pair is looked for in two steps, in sixteen groups of sixteen.
///
/// No ordering is kept up, so a merge costs some forty comparisons that the processor can foresee; for so few bytes
/// that is less than a heap costs, whose every comparison is a surprise.
struct WindowMerge: ~Copyable {
    /// The longest piece it takes.
    static let limit = 256
    private static let group = 16
    /// Above all pairs.
    private static let none = UInt64.max

    /// The tokens that the bytes became, in their order.
    let tokens = UnsafeMutablePointer<UInt32>.allocate(capacity: limit)
    /// Where each ends, counted from the first byte.
    let ends = UnsafeMutablePointer<Int>.allocate(capacity: limit)

    // Of each part, at the offset of its first byte.
    private let next = UnsafeMutablePointer<Int>.allocate(capacity: limit + 1)
    private let previous = UnsafeMutablePointer<Int>.allocate(capacity: limit + 1)
    private let parts = UnsafeMutablePointer<UInt32>.allocate(capacity: limit)
    /// The pair of the part and the next: the rank of what they make together, then the offset, so that of equal ranks
    /// the leftmost is the lowest.
    private let pairs = UnsafeMutablePointer<UInt64>.allocate(capacity: limit)
    /// The lowest pair of each group.
    private let lowest = UnsafeMutablePointer<UInt64>.allocate(capacity: limit / group)

    deinit {
        tokens.deallocate()
        ends.deallocate()
        next.deallocate()
        previous.deallocate()
        parts.deallocate()
        pairs.deallocate()
        lowest.deallocate()
    }

    /// Merges the bytes from `start` to `end`, at least one and at most ``limit``: how many ``tokens`` they become.
    func merge(_ source: MergeSource, start: Int, end: Int) -> Int {
        let count = end - start
        let groups = prepare(source, start: start, count: count)
        while true {
            var best = Self.none
            for index in 0..<groups { best = min(best, lowest[index]) }
            guard best != Self.none else { break }
            let place = Int(truncatingIfNeeded: best & 0xFFFF_FFFF)
            let joined = next[place]
            let behind = next[joined]
            parts[place] = UInt32(truncatingIfNeeded: best >> 32)
            next[place] = behind
            previous[behind] = place
            pairs[joined] = Self.none
            pairs[place] =
                behind == count
                ? Self.none
                : pair(source.rank(start + place, start + next[behind]), place)
            refresh(group: joined / Self.group)
            if place / Self.group != joined / Self.group { refresh(group: place / Self.group) }
            guard place > 0 else { continue }
            let before = previous[place]
            pairs[before] = pair(source.rank(start + before, start + behind), before)
            refresh(group: before / Self.group)
        }
        return collect(count)
    }

    /// The same as a list, each token with its place.
    func parts(_ source: MergeSource, start: Int, end: Int) -> [TokenPart] {
        let count = merge(source, start: start, end: end)
        var parts: [TokenPart] = []
        parts.reserveCapacity(count)
        var partStart = start
        for index in 0..<count {
            parts.append(TokenPart(start: partStart, end: start + ends[index], token: tokens[index]))
            partStart = start + ends[index]
        }
        return parts
    }

    /// One part a byte, and all pairs; returns the number of groups.
    private func prepare(_ source: MergeSource, start: Int, count: Int) -> Int {
        for index in 0..<count {
            next[index] = index + 1
            previous[index] = index - 1
            parts[index] = source.byteToken(at: start + index)
            pairs[index] =
                index + 1 == count
                ? Self.none
                : pair(source.rank(start + index, start + index + 2), index)
        }
        let groups = (count + Self.group - 1) / Self.group
        for index in count..<(groups * Self.group) { pairs[index] = Self.none }
        for index in 0..<groups { refresh(group: index) }
        return groups
    }

    @inline(__always)
    private func pair(_ rank: UInt32, _ place: Int) -> UInt64 {
        rank == VocabularyTable.noRank ? Self.none : UInt64(rank) << 32 | UInt64(truncatingIfNeeded: place)
    }

    @inline(__always)
    private func refresh(group: Int) {
        var best = Self.none
        for index in (group * Self.group)..<((group + 1) * Self.group) { best = min(best, pairs[index]) }
        lowest[group] = best
    }

    private func collect(_ count: Int) -> Int {
        var place = 0
        var found = 0
        while place < count {
            tokens[found] = parts[place]
            place = next[place]
            ends[found] = place
            found += 1
        }
        return found
    }
}
