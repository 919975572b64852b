/// The pattern of cl100k_base.
///
///     '(?i:[sdmt]|ll|ve|re)|[^\r\n\p{L}\p{N}]?+\p{L}++|\p{N}{1,3}+| ?[^\s\p{L}\p{N}]++[\r\n]*+
///     |\s++$|\s*[\r\n]|\s+(?!\S)|\s
enum CL100kPattern: SplittingPattern {
    @inline(__always)
    static func end(ofPieceIn text: CharacterReader, from start: Int) -> Int {
        let (first, length) = text.character(at: start)
        if !CharacterKinds.letter.isDisjoint(with: first) { return text.end(of: .letter, from: start + length) }
        let contraction = text.contraction(at: start)
        if contraction > 0 { return start + contraction }
        let second = start + length
        if first == .number { return text.endOfNumber(from: second) }
        // One character that is no line end goes with the word behind it.
        if first != .newline, !CharacterKinds.letter.isDisjoint(with: text.kind(at: second)) {
            return text.end(of: .letter, from: second)
        }
        let body = text.base[start] == UInt8(ascii: " ") ? second : start
        if !CharacterKinds.symbol.isDisjoint(with: text.kind(at: body)) {
            return text.end(of: .newline, from: text.end(of: .symbol, from: body))
        }

        // A run goes up to its last line end, else up to its last character; one at the end of the text goes whole.
        let space = text.whiteSpace(from: start)
        if space.end == text.count { return space.end }
        return space.newlineEnd ?? (space.lastStart == start ? space.end : space.lastStart)
    }
}
