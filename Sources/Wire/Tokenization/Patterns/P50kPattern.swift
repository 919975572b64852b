/// The pattern of p50k_base and r50k_base.
///
///     '(?:[sdmt]|ll|ve|re)| ?\p{L}++| ?\p{N}++| ?[^\s\p{L}\p{N}]++|\s++$|\s+(?!\S)|\s
enum P50kPattern: SplittingPattern {
    @inline(__always)
    static func end(ofPieceIn text: CharacterReader, from start: Int) -> Int {
        let first = text.base[start]
        if first == UInt8(ascii: "'") {
            let length = lowerCaseContraction(text, at: start)
            if length > 0 { return start + length }
        }
        let body = first == UInt8(ascii: " ") ? start + 1 : start
        let kind = text.kind(at: body)
        if !CharacterKinds.letter.isDisjoint(with: kind) { return text.end(of: .letter, from: body) }
        if kind == .number { return text.end(of: .number, from: body) }
        if !CharacterKinds.symbol.isDisjoint(with: kind) { return text.end(of: .symbol, from: body) }

        // A run goes up to its last character, which goes with the word behind it; one at the end goes whole.
        let space = text.whiteSpace(from: start)
        return space.end == text.count || space.lastStart == start ? space.end : space.lastStart
    }

    private static func lowerCaseContraction(_ text: CharacterReader, at index: Int) -> Int {
        switch (text.byte(at: index + 1), text.byte(at: index + 2)) {
        case (UInt8(ascii: "s"), _), (UInt8(ascii: "d"), _), (UInt8(ascii: "m"), _), (UInt8(ascii: "t"), _): 2
        case (UInt8(ascii: "l"), UInt8(ascii: "l")), (UInt8(ascii: "v"), UInt8(ascii: "e")),
            (UInt8(ascii: "r"), UInt8(ascii: "e")):
            3
        default: 0
        }
    }
}
