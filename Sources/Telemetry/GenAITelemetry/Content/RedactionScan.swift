/// A text's bytes, for rules that look for something.
///
/// Texts of prompts are long, and expressions go over each byte many times: some 4 µs a byte for all rules, a hundred
/// times what it costs here. No rule goes back over what it has read, so that no text can make it slow.
struct RedactionScan {
    let bytes: UnsafeBufferPointer<UInt8>

    subscript(_ index: Int) -> UInt8 { index >= 0 && index < bytes.count ? bytes[index] : 0 }

    var count: Int { bytes.count }

    /// Whether `text` stands at `index`; letters of `text`, which are lower-case, stand for both cases.
    func stands(_ text: StaticString, at index: Int, anyCase: Bool = false) -> Bool {
        guard index >= 0, index + text.utf8CodeUnitCount <= bytes.count else { return false }
        for offset in 0..<text.utf8CodeUnitCount {
            let byte = bytes[index + offset]
            let wanted = text.utf8Start[offset]
            guard byte == wanted || anyCase && byte | 0x20 == wanted && Self.isLetter(byte) else { return false }
        }
        return true
    }

    /// Where `text` stands first, from `start` on.
    func first(_ text: StaticString, from start: Int) -> Int? {
        let head = text.utf8Start[0]
        var index = start
        while index < bytes.count {
            if bytes[index] == head, stands(text, at: index) { return index }
            index += 1
        }
        return nil
    }

    /// The end of the run of bytes that are `wanted`, from `start` on.
    func end(from start: Int, _ wanted: (UInt8) -> Bool) -> Int {
        var index = start
        while index < bytes.count, wanted(bytes[index]) { index += 1 }
        return index
    }

    /// Whether a word may begin at `index`.
    func beginsWord(_ index: Int) -> Bool { !Self.isWord(self[index - 1]) }

    static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }
    static func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- 0x61 < 26 }
    static func isAlphanumeric(_ byte: UInt8) -> Bool { isDigit(byte) || isLetter(byte) }
    /// Letters, digits and `_`; also whatever is not ASCII.
    static func isWord(_ byte: UInt8) -> Bool { isAlphanumeric(byte) || byte == UInt8(ascii: "_") || byte >= 0x80 }
    /// Base64 for URLs.
    static func isKey(_ byte: UInt8) -> Bool {
        isAlphanumeric(byte) || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-")
    }
    static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte &- 0x09 < 5 }
}

extension Redaction.Rule {
    /// A rule whose places begin and end at ASCII characters, found in the bytes of the text.
    init(name: String, scan: @escaping @Sendable (RedactionScan) -> Range<Int>?) {
        self.init(name: name) { text in
            let found =
                text.utf8.withContiguousStorageIfAvailable { scan(RedactionScan(bytes: $0)) }
                ?? Array(text.utf8).withUnsafeBufferPointer { scan(RedactionScan(bytes: $0)) }
            return found.map { range in
                text.utf8.index(
                    text.startIndex, offsetBy: range.lowerBound)..<text.utf8.index(
                        text.startIndex, offsetBy: range.upperBound)
            }
        }
    }
}
