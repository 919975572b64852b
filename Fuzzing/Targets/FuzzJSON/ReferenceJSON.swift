import JSONScanning

/// The grammar of RFC 8259, read by recursive descent: plain, slow, and made without a look at the scanner.
struct ReferenceJSON {
    private let bytes: [UInt8]
    private var index = 0
    /// The keys of all members, without their quotes, in order.
    private(set) var keys: [Range<Int>] = []

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// Whether it is one JSON text, no deeper than the scanner accepts.
    mutating func isValid() -> Bool {
        guard value(depth: 0) else { return false }
        blanks()
        return index == bytes.count
    }

    private mutating func value(depth: Int) -> Bool {
        blanks()
        guard let byte = peek else { return false }
        switch byte {
        case UInt8(ascii: "{"), UInt8(ascii: "["):
            return depth < JSONCursor.maximumDepth && container(isObject: byte == UInt8(ascii: "{"), depth: depth + 1)
        case UInt8(ascii: "\""): return string() != nil
        case UInt8(ascii: "t"): return word("true")
        case UInt8(ascii: "f"): return word("false")
        case UInt8(ascii: "n"): return word("null")
        default: return number()
        }
    }

    private mutating func container(isObject: Bool, depth: Int) -> Bool {
        let close = isObject ? UInt8(ascii: "}") : UInt8(ascii: "]")
        index += 1
        blanks()
        if take(close) { return true }
        while true {
            if isObject {
                blanks()
                guard let key = string() else { return false }
                keys.append(key)
                blanks()
                guard take(UInt8(ascii: ":")) else { return false }
            }
            guard value(depth: depth) else { return false }
            blanks()
            if take(close) { return true }
            guard take(UInt8(ascii: ",")) else { return false }
        }
    }

    private mutating func string() -> Range<Int>? {
        guard take(UInt8(ascii: "\"")) else { return nil }
        let start = index
        while let byte = peek {
            index += 1
            switch byte {
            case UInt8(ascii: "\""): return start..<index - 1
            case 0..<0x20: return nil
            case UInt8(ascii: "\\"):
                guard let escape = peek else { return nil }
                index += 1
                if escape == UInt8(ascii: "u") {
                    for _ in 0..<4 {
                        guard let digit = peek, isHexadecimal(digit) else { return nil }
                        index += 1
                    }
                } else if !"\"\\/bfnrt".utf8.contains(escape) {
                    return nil
                }
            default: break
            }
        }
        return nil
    }

    private mutating func number() -> Bool {
        _ = take(UInt8(ascii: "-"))
        if !take(UInt8(ascii: "0")) {
            guard digits() else { return false }
        }
        if take(UInt8(ascii: ".")) {
            guard digits() else { return false }
        }
        if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
            if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
            guard digits() else { return false }
        }
        return true
    }

    private mutating func digits() -> Bool {
        let start = index
        while let byte = peek, (48...57).contains(byte) { index += 1 }
        return index > start
    }

    private mutating func word(_ text: String) -> Bool { text.utf8.allSatisfy { take($0) } }

    private mutating func blanks() {
        while let byte = peek, [0x20, 0x09, 0x0A, 0x0D].contains(byte) { index += 1 }
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard peek == byte else { return false }
        index += 1
        return true
    }

    private var peek: UInt8? { index < bytes.count ? bytes[index] : nil }

    private func isHexadecimal(_ byte: UInt8) -> Bool {
        (48...57).contains(byte) || (65...70).contains(byte) || (97...102).contains(byte)
    }
}
