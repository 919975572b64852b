/// How an encoding cuts text into the pieces whose bytes are then merged into tokens.
///
/// In tiktoken these are regular expressions of alternatives, the first of which that matches wins, with the
/// backtracking of a regular expression. Here each is written out by hand: what backtracking would end in is known
/// beforehand, so that every character is looked at a bounded number of times and the cost is linear.
protocol SplittingPattern {
    /// Where the piece that begins at `start` ends; `start` is below the text's count, and a piece is never empty.
    static func end(ofPieceIn text: CharacterReader, from start: Int) -> Int
}

extension CharacterReader {
    /// The white space that begins at an index.
    struct WhiteSpace {
        /// Where it ends.
        var end: Int
        /// Where its last character begins.
        var lastStart: Int
        /// Behind its last line end; nil without one.
        var newlineEnd: Int?
    }

    /// The white space that begins at `start`, where there is at least one character of it.
    func whiteSpace(from start: Int) -> WhiteSpace {
        var found = WhiteSpace(end: start, lastStart: start)
        while found.end < count {
            let (kind, length) = character(at: found.end)
            guard !CharacterKinds.whitespace.isDisjoint(with: kind) else { break }
            found.lastStart = found.end
            found.end += length
            if kind == .newline { found.newlineEnd = found.end }
        }
        return found
    }

    /// Where a number of at most three digits ends, the first of which ends at `index`: `\p{N}{1,3}`.
    func endOfNumber(from index: Int) -> Int {
        var index = index
        for _ in 0..<2 where index < count {
            let (kind, length) = character(at: index)
            guard kind == .number else { break }
            index += length
        }
        return index
    }

    /// The length of `'s`, `'t`, `'m`, `'d`, `'re`, `'ve` or `'ll` at `index`, in either case; 0 where there is none.
    ///
    /// The case folding is Unicode's: the long s, `ſ` (U+017F), is an s.
    @inline(__always)
    func contraction(at index: Int) -> Int {
        guard byte(at: index) == UInt8(ascii: "'") else { return 0 }
        let next = byte(at: index + 1)
        switch next | 0x20 {
        case UInt8(ascii: "s"), UInt8(ascii: "t"), UInt8(ascii: "m"), UInt8(ascii: "d"): return 2
        case UInt8(ascii: "r"), UInt8(ascii: "v"): return byte(at: index + 2) | 0x20 == UInt8(ascii: "e") ? 3 : 0
        case UInt8(ascii: "l"): return byte(at: index + 2) | 0x20 == UInt8(ascii: "l") ? 3 : 0
        default: return next == 0xC5 && byte(at: index + 2) == 0xBF ? 3 : 0
        }
    }
}
