/// Byte-pair merging of a piece of any length at a linear cost: window by window, and yet exact.
///
/// A sequence of tokens is what its bytes merge into if and only if each two neighbours in it are what *their* bytes
/// merge into: a merge across the bounds of final tokens would be the first such, and up to it the two tokens on its
/// sides have seen nothing but what they would have seen alone; so it would happen to the two alone as well. (This
/// needs no property of the vocabulary, only that always the lowest rank, and of equal ones the leftmost, is merged.)
///
/// So two results can be joined at a token that both have at the same place: all neighbours in what comes out are
/// neighbours in one of the two. A window is merged; then the next, which begins at a token of the first a little
/// before its end; and the first token that both have joins them. Most of the time that is the next window's first
/// token, so that little is done twice. Two results without a common token are possible, if only for text that is made
/// for it: then the overlap is doubled, at last over all of the window, and if that does not help, the whole piece is
/// merged at once in n log n.
struct LongMerge {
    private static let window = WindowMerge.limit
    private static let overlap = 32

    private var heap = HeapMerge()
    /// How many bytes were merged in all, those counted twice that were merged twice.
    private(set) var work = 0

    /// Gives the tokens of the bytes from `start` to `end` to `sink`; `windows` merges windows.
    mutating func merge<Sink: TokenSink>(
        _ source: MergeSource, start: Int, end: Int, windows: borrowing WindowMerge, into sink: inout Sink
    ) {
        let mark = sink.count
        var parts = merged(source, start, min(start + Self.window, end), windows)[...]
        while let last = parts.last, last.end < end {
            let next = continuation(of: &parts, source, end: end, windows: windows)
            if next == nil, end - start <= HeapMerge.limit {
                sink.truncate(to: mark)
                parts = merged(source, start, end, windows)[...]
                break
            }
            for part in parts { sink.append(part.token) }
            // Beyond the heap's limit of two gigabytes a token is cut rather than the count refused.
            parts = next ?? merged(source, last.end, min(last.end + Self.window, end), windows)[...]
        }
        for part in parts { sink.append(part.token) }
    }

    /// What follows `parts`, which is cut behind the token where it does; nil where no token is common.
    private mutating func continuation(
        of parts: inout ArraySlice<TokenPart>, _ source: MergeSource, end: Int, windows: borrowing WindowMerge
    ) -> ArraySlice<TokenPart>? {
        guard let first = parts.first, let last = parts.last else { return nil }
        var overlap = Self.overlap
        while true {
            let target = max(last.end - overlap, first.start)
            let begin = parts.lastIndex { $0.start <= target } ?? parts.startIndex
            let from = parts[begin].start
            // A window that ended no further could have no token behind the common one.
            let to = min(max(from + Self.window, last.end + overlap), end)
            let next = merged(source, from, to, windows)
            if let (left, right) = Self.common(parts[begin...], next) {
                parts = parts[...left]
                return next[(right + 1)...]
            }
            guard begin > parts.startIndex else { return nil }
            overlap *= 2
        }
    }

    /// The indices of the first token that both have at the same place.
    private static func common(_ left: ArraySlice<TokenPart>, _ right: [TokenPart]) -> (Int, Int)? {
        var first = left.startIndex
        var second = right.startIndex
        while first < left.endIndex, second < right.endIndex {
            if left[first] == right[second] { return (first, second) }
            if left[first].end <= right[second].end { first += 1 } else { second += 1 }
        }
        return nil
    }

    private mutating func merged(
        _ source: MergeSource, _ start: Int, _ end: Int, _ windows: borrowing WindowMerge
    ) -> [TokenPart] {
        work += end - start
        return end - start <= Self.window
            ? windows.parts(source, start: start, end: end) : heap.parts(source, start: start, end: end)
    }
}
