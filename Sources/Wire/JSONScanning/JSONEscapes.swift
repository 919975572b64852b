/// The escapes of JSON strings (RFC 8259, section 7), undone and made.
public enum JSONEscapes {
    /// Appends the text of `raw`, the bytes between a string's quotes, to `output` in UTF-8.
    ///
    /// Half of a surrogate pair becomes U+FFFD; an escape that is none is kept as it stands.
    public static func unescape(_ raw: UnsafeRawBufferPointer, into output: inout [UInt8]) {
        output.reserveCapacity(output.count + raw.count)
        var index = 0
        while index < raw.count {
            let stop = backslash(raw, from: index)
            output.append(contentsOf: UnsafeRawBufferPointer(rebasing: raw[index..<stop]))
            index = stop
            guard index + 1 < raw.count else {
                output.append(contentsOf: UnsafeRawBufferPointer(rebasing: raw[index...]))
                return
            }
            index += unescapeOne(raw, at: index, into: &output)
        }
    }

    /// Appends `text` to `output` as a JSON string, with its quotes.
    public static func appendString(_ text: some StringProtocol, to output: inout [UInt8]) {
        output.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""): output.append(contentsOf: [0x5C, 0x22])
            case UInt8(ascii: "\\"): output.append(contentsOf: [0x5C, 0x5C])
            case 0x0A: output.append(contentsOf: [0x5C, UInt8(ascii: "n")])
            case 0x0D: output.append(contentsOf: [0x5C, UInt8(ascii: "r")])
            case 0x09: output.append(contentsOf: [0x5C, UInt8(ascii: "t")])
            case 0..<0x20, 0x7F:
                let digits = Array("0123456789abcdef".utf8)
                output.append(contentsOf: "\\u00".utf8)
                output.append(digits[Int(byte >> 4)])
                output.append(digits[Int(byte & 15)])
            default: output.append(byte)
            }
        }
        output.append(UInt8(ascii: "\""))
    }

    /// The value of the four hexadecimal digits at `offset`; nil when they are not.
    static func hexadecimal(_ bytes: UnsafeRawBufferPointer, at offset: Int) -> UInt32? {
        guard offset + 4 <= bytes.count else { return nil }
        var value: UInt32 = 0
        for index in offset..<(offset + 4) {
            let byte = bytes[index]
            let digit: UInt8
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = byte - UInt8(ascii: "0")
            case UInt8(ascii: "a")...UInt8(ascii: "f"): digit = byte - UInt8(ascii: "a") + 10
            case UInt8(ascii: "A")...UInt8(ascii: "F"): digit = byte - UInt8(ascii: "A") + 10
            default: return nil
            }
            value = value << 4 | UInt32(digit)
        }
        return value
    }

    private static func backslash(_ raw: UnsafeRawBufferPointer, from start: Int) -> Int {
        var index = start
        while index < raw.count, raw[index] != UInt8(ascii: "\\") { index += 1 }
        return index
    }

    /// Appends what the escape at `index` stands for; how many bytes it takes.
    private static func unescapeOne(_ raw: UnsafeRawBufferPointer, at index: Int, into output: inout [UInt8]) -> Int {
        switch raw[index + 1] {
        case UInt8(ascii: "b"): output.append(0x08)
        case UInt8(ascii: "f"): output.append(0x0C)
        case UInt8(ascii: "n"): output.append(0x0A)
        case UInt8(ascii: "r"): output.append(0x0D)
        case UInt8(ascii: "t"): output.append(0x09)
        case UInt8(ascii: "u"): return unescapeUnicode(raw, at: index, into: &output)
        case let byte where byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") || byte == UInt8(ascii: "/"):
            output.append(byte)
        case let byte:
            output.append(UInt8(ascii: "\\"))
            output.append(byte)
        }
        return 2
    }

    private static func unescapeUnicode(
        _ raw: UnsafeRawBufferPointer, at index: Int, into output: inout [UInt8]
    ) -> Int {
        guard let unit = hexadecimal(raw, at: index + 2) else {
            output.append(UInt8(ascii: "\\"))
            output.append(UInt8(ascii: "u"))
            return 2
        }
        if (0xD800..<0xDC00).contains(unit), index + 12 <= raw.count, raw[index + 6] == UInt8(ascii: "\\"),
            raw[index + 7] == UInt8(ascii: "u"), let low = hexadecimal(raw, at: index + 8),
            (0xDC00..<0xE000).contains(low),
            let scalar = Unicode.Scalar(0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00))
        {
            output.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
            return 12
        }
        let scalar = Unicode.Scalar(unit) ?? "\u{FFFD}"
        output.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
        return 6
    }
}
