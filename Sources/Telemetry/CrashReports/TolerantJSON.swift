/// JSON of which the end may be missing, or which turns into something else: what was read until then is there.
///
/// `isComplete` says whether the text ended where it should. Bounded in depth and in values, whatever the bytes are.
struct TolerantJSON {
    enum Value: Hashable {
        case null
        case bool(Bool)
        case number(String)
        case string(String)
        case array([Value])
        case object([String: Value])
    }

    static let deepest = 16
    static let mostValues = 400_000
    static let longestString = 64 << 10

    private let bytes: [UInt8]
    private var place = 0
    private var values = 0
    private var failed = false

    private init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    static func read(_ bytes: [UInt8]) -> (value: Value, isComplete: Bool) {
        var reader = TolerantJSON(bytes)
        let value = reader.value(depth: 0) ?? .null
        reader.skipSpace()
        return (value, !reader.failed && reader.place == bytes.count)
    }

    private mutating func skipSpace() {
        while place < bytes.count {
            switch bytes[place] {
            case 0x20, 0x09, 0x0A, 0x0D: place += 1
            default: return
            }
        }
    }

    private mutating func take(_ byte: Character) -> Bool {
        skipSpace()
        guard place < bytes.count, bytes[place] == byte.asciiValue else { return false }
        place += 1
        return true
    }

    /// A value, as much of it as is there; nil where none begins.
    private mutating func value(depth: Int) -> Value? {
        skipSpace()
        values += 1
        guard place < bytes.count, depth < Self.deepest, values < Self.mostValues else {
            failed = true
            return nil
        }
        switch bytes[place] {
        case UInt8(ascii: "{"): return object(depth: depth)
        case UInt8(ascii: "["): return array(depth: depth)
        case UInt8(ascii: "\""): return string().map(Value.string)
        default: return word()
        }
    }

    private mutating func object(depth: Int) -> Value {
        place += 1
        var members: [String: Value] = [:]
        if take("}") { return .object(members) }
        while !failed {
            skipSpace()
            guard place < bytes.count, bytes[place] == UInt8(ascii: "\""), let key = string(), take(":"),
                let value = value(depth: depth + 1)
            else { break }
            members[key] = value
            if failed { break }
            if take("}") { return .object(members) }
            guard take(",") else { break }
        }
        failed = true
        return .object(members)
    }

    private mutating func array(depth: Int) -> Value {
        place += 1
        var elements: [Value] = []
        if take("]") { return .array(elements) }
        while !failed {
            guard let value = value(depth: depth + 1) else { break }
            elements.append(value)
            if failed { break }
            if take("]") { return .array(elements) }
            guard take(",") else { break }
        }
        failed = true
        return .array(elements)
    }

    private mutating func string() -> String? {
        place += 1
        var text: [UInt8] = []
        while place < bytes.count {
            let byte = bytes[place]
            place += 1
            if byte == UInt8(ascii: "\"") { return String(decoding: text, as: UTF8.self) }
            let scalar = byte == UInt8(ascii: "\\") ? escaped() : nil
            guard !failed else { return nil }
            // What is too long is cut, not refused.
            guard text.count < Self.longestString else { continue }
            if let scalar { text += Array(String(scalar).utf8) } else { text.append(byte) }
        }
        failed = true
        return nil
    }

    private mutating func escaped() -> Unicode.Scalar? {
        guard place < bytes.count else {
            failed = true
            return nil
        }
        let byte = bytes[place]
        place += 1
        switch byte {
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{C}"
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(byte)
        case UInt8(ascii: "u"):
            let digits = bytes[place..<min(place + 4, bytes.count)]
            place += digits.count
            guard digits.count == 4, let code = UInt32(String(decoding: digits, as: UTF8.self), radix: 16) else {
                break
            }
            return Unicode.Scalar(code) ?? "\u{FFFD}"
        default: break
        }
        failed = true
        return nil
    }

    /// `true`, `false`, `null` or a number.
    private mutating func word() -> Value? {
        let start = place
        scan: while place < bytes.count, place - start < 64 {
            switch bytes[place] {
            case UInt8(ascii: ","), UInt8(ascii: "]"), UInt8(ascii: "}"), 0x20, 0x09, 0x0A, 0x0D: break scan
            default: place += 1
            }
        }
        switch String(decoding: bytes[start..<place], as: UTF8.self) {
        case "true": return .bool(true)
        case "false": return .bool(false)
        case "null": return .null
        case let text where Double(text) != nil: return .number(text)
        default:
            failed = true
            return nil
        }
    }
}

extension TolerantJSON.Value {
    subscript(key: String) -> TolerantJSON.Value? {
        guard case .object(let members) = self else { return nil }
        return members[key]
    }

    var string: String? {
        guard case .string(let text) = self else { return nil }
        return text
    }

    var elements: [TolerantJSON.Value] {
        guard case .array(let elements) = self else { return [] }
        return elements
    }

    var isTrue: Bool { self == .bool(true) }

    var integer: Int? {
        guard case .number(let text) = self else { return nil }
        return Int(text)
    }

    /// `"0x00007f…"`.
    var address: UInt64? {
        guard let string, string.hasPrefix("0x") else { return nil }
        return UInt64(string.dropFirst(2), radix: 16)
    }
}
