/// The pattern of o200k_base.
///
///     [^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?
///     |[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?
///     |\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+
enum O200kPattern: SplittingPattern {
    @inline(__always)
    static func end(ofPieceIn text: CharacterReader, from start: Int) -> Int {
        let (first, length) = text.character(at: start)
        let second = start + length
        if !CharacterKinds.letter.isDisjoint(with: first) {
            let word = word(text, from: start)
            return word.end + text.contraction(at: word.end)
        }
        if first == .number { return text.endOfNumber(from: second) }
        // One character that is no line end goes with the word behind it.
        if first != .newline, !CharacterKinds.letter.union(.mark).isDisjoint(with: text.kind(at: second)) {
            let word = word(text, from: second)
            // Before capitals alone, a mark matches the first alternative by itself.
            let end = first == .mark && !word.endsSmall ? second : word.end
            return end + text.contraction(at: end)
        }
        if first == .mark { return second + text.contraction(at: second) }
        let body = text.base[start] == UInt8(ascii: " ") ? second : start
        if text.kind(at: body) == .other {
            var end = text.end(of: .symbol, from: body)
            while isLineEndOrSlash(text.byte(at: end)) { end += 1 }
            return end
        }

        // A run goes up to its last line end, else up to its last character; at the end of the text it goes whole.
        let space = text.whiteSpace(from: start)
        if let end = space.newlineEnd { return end }
        return space.end == text.count || space.lastStart == start ? space.end : space.lastStart
    }

    /// A word that begins at `start`, where a letter or mark is.
    ///
    /// The first alternative wants something that can be small (lower case, caseless, a mark) at the end. The run of
    /// what can be big goes as far as it can; where nothing small follows, it gives back what it took up to its last
    /// character that can be both. Where there is none of that either, the second alternative takes the capitals.
    @inline(__always)
    private static func word(_ text: CharacterReader, from start: Int) -> (end: Int, endsSmall: Bool) {
        var end = start
        var lastOfBoth = start
        while end < text.count {
            let (kind, length) = text.character(at: end)
            guard kind != .lower else { return (text.end(of: [.lower, .caseless, .mark], from: end + length), true) }
            guard !CharacterKinds([.upper, .caseless, .mark]).isDisjoint(with: kind) else { break }
            end += length
            if kind != .upper { lastOfBoth = end }
        }
        return lastOfBoth > start ? (lastOfBoth, true) : (end, false)
    }

    @inline(__always)
    private static func isLineEndOrSlash(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") || byte == UInt8(ascii: "/")
    }
}
