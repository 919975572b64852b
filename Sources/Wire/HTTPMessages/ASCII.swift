/// Classes of bytes (RFC 9110, section 5.6.2; RFC 9112), as bit sets in registers instead of tables in memory.
enum ASCII {
    static let tab: UInt8 = 0x09
    static let lineFeed: UInt8 = 0x0A
    static let carriageReturn: UInt8 = 0x0D
    static let space: UInt8 = 0x20
    static let colon: UInt8 = 0x3A

    // ! # $ % & ' * + - . 0…9
    private static let lowTokens: UInt64 = 0x03FF_6CFA_0000_0000
    // A…Z ^ _ ` a…z | ~
    private static let highTokens: UInt64 = 0x57FF_FFFF_C7FF_FFFE

    /// `tchar`: what names and methods are made of.
    @inline(__always)
    static func isToken(_ byte: UInt8) -> Bool {
        let word = byte < 64 ? lowTokens : highTokens
        return byte < 128 && (word >> UInt64(byte & 63)) & 1 != 0
    }

    /// What a value or a reason phrase may hold: blanks, printable characters and bytes from 0x80 on.
    @inline(__always)
    static func isText(_ byte: UInt8) -> Bool {
        (byte >= 0x20 && byte != 0x7F) || byte == tab
    }

    /// Whether one of the word's eight bytes is below 0x20 or is 0x7F.
    ///
    /// Borrows may mark a byte behind one that is rightly marked, which does not matter to a yes or no.
    @inline(__always)
    static func hasControl(_ word: UInt64) -> Bool {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let highs: UInt64 = 0x8080_8080_8080_8080
        let below = (word &- ones &* 0x20) & ~word & highs
        let difference = word ^ (ones &* 0x7F)
        let delete = (difference &- ones) & ~difference & highs
        return below | delete != 0
    }

    /// The value of a hexadecimal digit; nil for anything else.
    @inline(__always)
    static func hexValue(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte &- 0x30
        case 0x41...0x46: byte &- 0x37
        case 0x61...0x66: byte &- 0x57
        default: nil
        }
    }

    @inline(__always)
    static func lowercase(_ byte: UInt8) -> UInt8 {
        byte &- 0x41 < 26 ? byte | 0x20 : byte
    }

    /// Whether `bytes[range]` is `text`, which is in lower case, whatever the case of the bytes.
    @inline(__always)
    static func equals(_ bytes: UnsafeRawBufferPointer, _ range: Range<Int>, _ text: StaticString) -> Bool {
        guard range.count == text.utf8CodeUnitCount else { return false }
        let expected = text.utf8Start
        for index in 0..<range.count where lowercase(bytes[range.lowerBound &+ index]) != expected[index] {
            return false
        }
        return true
    }
}
