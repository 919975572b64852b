/// Makes any bytes valid UTF-8.
enum ValidText {
    /// Calls `body` with the bytes where they are UTF-8, and with a repaired copy where they are not.
    ///
    /// What is not UTF-8 becomes U+FFFD, one for each maximal part of a character that could have been, as in Python's
    /// `errors="replace"` and in the Unicode Standard (3.9, "U+FFFD Substitution of Maximal Subparts").
    @inline(__always)
    static func with<R>(_ bytes: UnsafeRawBufferPointer, _ body: (UnsafeBufferPointer<UInt8>) -> R) -> R {
        bytes.withMemoryRebound(to: UInt8.self) { text in
            guard !isValid(text) else { return body(text) }
            return Array(String(decoding: text, as: UTF8.self).utf8).withUnsafeBufferPointer(body)
        }
    }

    /// Whether `text` is UTF-8 (RFC 3629: no surrogates, nothing overlong, nothing above U+10FFFF).
    static func isValid(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        let count = text.count
        var index = 0
        while index < count {
            while index + 8 <= count, isASCII(text, at: index) { index += 8 }
            guard index < count else { break }
            let first = text[index]
            guard first >= 0x80 else {
                index += 1
                continue
            }
            let length = lengthOfCharacter(first)
            guard length > 0, index + length <= count, second(first).contains(text[index + 1]) else { return false }
            for offset in 2..<max(length, 2) where text[index + offset] & 0xC0 != 0x80 { return false }
            index += length
        }
        return true
    }

    @inline(__always)
    private static func isASCII(_ text: UnsafeBufferPointer<UInt8>, at index: Int) -> Bool {
        UnsafeRawBufferPointer(text).loadUnaligned(fromByteOffset: index, as: UInt64.self) & 0x8080_8080_8080_8080 == 0
    }

    /// How many bytes the character has that begins with `first`; 0 where none does.
    @inline(__always)
    private static func lengthOfCharacter(_ first: UInt8) -> Int {
        switch first {
        case 0xC2...0xDF: 2
        case 0xE0...0xEF: 3
        case 0xF0...0xF4: 4
        default: 0
        }
    }

    /// What may follow `first`.
    @inline(__always)
    private static func second(_ first: UInt8) -> ClosedRange<UInt8> {
        switch first {
        case 0xE0: 0xA0...0xBF
        case 0xED: 0x80...0x9F
        case 0xF0: 0x90...0xBF
        case 0xF4: 0x80...0x8F
        default: 0x80...0xBF
        }
    }
}
