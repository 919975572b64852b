/// Finds places where a text can be cut without changing what it is encoded to.
///
/// - In every encoding: before a space that is behind something else than white space. No piece goes from one to the
///   other, and what a pattern asks about the end of the text it asks of white space only.
/// - o200k_base, cl100k_base: also behind a line feed, where something else than white space or `/` follows. A run of
///   white space ends with its last line end there anyway.
/// - p50k_base, r50k_base: also before a line feed that is behind something else than white space.
///
/// Special tokens have neither in them.
enum TextCut {
    /// The last such place of `text`, which is above 0; nil where there is none.
    static func last(in text: [UInt8], encoding: Encoding) -> Int? {
        let cutsBehindLines = encoding == .o200kBase || encoding == .cl100kBase
        var index = text.count - 1
        while index > 0 {
            switch (text[index - 1], text[index]) {
            case (UInt8(ascii: "\n"), let next) where cutsBehindLines:
                if isVisibleASCII(next), next != UInt8(ascii: "/") { return index }
            case (let previous, UInt8(ascii: " ")):
                if isVisibleASCII(previous) || endsWideCharacter(text[..<index]) { return index }
            case (let previous, UInt8(ascii: "\n")) where !cutsBehindLines:
                if isVisibleASCII(previous) || endsWideCharacter(text[..<index]) { return index }
            default: break
            }
            index -= 1
        }
        return nil
    }

    private static func isVisibleASCII(_ byte: UInt8) -> Bool { byte > 0x20 && byte < 0x7F }

    /// Whether `text` ends in a character of three or four bytes, whole, that is no white space.
    private static func endsWideCharacter(_ text: ArraySlice<UInt8>) -> Bool {
        guard text.count >= 4, let last = text.last, last >= 0x80 else { return false }
        let tail = Array(text.suffix(4))
        return tail.withUnsafeBufferPointer { tail in
            let start = tail[0] >= 0xF0 ? 0 : 1
            let character = UnsafeBufferPointer(rebasing: tail[start...])
            guard tail[start] >= 0xE0, ValidText.isValid(character), let base = character.baseAddress else {
                return false
            }
            return CharacterReader(character, base: base).kind(at: 0).isDisjoint(with: .whitespace)
        }
    }
}
