extension JSONCursor {
    /// The string here; escapes are checked, not undone.
    @inlinable
    public mutating func string() throws(JSONScanError) -> JSONString {
        try expect(UInt8(ascii: "\""))
        let start = offset
        var hasEscapes = false
        while true {
            offset = stringStop(bytes, from: offset, strict: true)
            guard offset < bytes.count else { throw JSONScanError(.unexpectedEnd, at: offset) }
            switch bytes[offset] {
            case UInt8(ascii: "\""):
                offset += 1
                return JSONString(range: start..<(offset - 1), hasEscapes: hasEscapes)
            case UInt8(ascii: "\\"):
                hasEscapes = true
                try skipEscape()
            default:
                throw JSONScanError(.badString, at: offset)
            }
        }
    }

    /// The string here, or nil where there is another kind of value, which is skipped.
    @inlinable
    public mutating func stringIfPresent() throws(JSONScanError) -> JSONString? {
        guard kind() == .string else {
            try skip()
            return nil
        }
        return try string()
    }

    /// The number here, as its text.
    public mutating func number() throws(JSONScanError) -> Range<Int> {
        let start = offset
        if offset < bytes.count, bytes[offset] == UInt8(ascii: "-") { offset += 1 }
        if offset < bytes.count, bytes[offset] == UInt8(ascii: "0") {
            offset += 1
        } else {
            try digits()
        }
        if offset < bytes.count, bytes[offset] == UInt8(ascii: ".") {
            offset += 1
            try digits()
        }
        if offset < bytes.count, bytes[offset] | 0x20 == UInt8(ascii: "e") {
            offset += 1
            if offset < bytes.count, bytes[offset] == UInt8(ascii: "+") || bytes[offset] == UInt8(ascii: "-") {
                offset += 1
            }
            try digits()
        }
        return start..<offset
    }

    /// `true` or `false` here.
    public mutating func bool() throws(JSONScanError) -> Bool {
        guard offset < bytes.count else { throw JSONScanError(.unexpectedEnd, at: offset) }
        if bytes[offset] == UInt8(ascii: "t") {
            try literal("true")
            return true
        }
        try literal("false")
        return false
    }

    /// `null` here.
    public mutating func null() throws(JSONScanError) { try literal("null") }

    @usableFromInline
    mutating func literal(_ text: StaticString) throws(JSONScanError) {
        let count = text.utf8CodeUnitCount
        guard let base = bytes.baseAddress, bytes.count - offset >= count else {
            throw JSONScanError(.unexpectedEnd, at: bytes.count)
        }
        guard equalBytes(base + offset, UnsafeRawPointer(text.utf8Start), count) else {
            throw JSONScanError(.unexpectedByte, at: offset)
        }
        offset += count
    }

    private mutating func digits() throws(JSONScanError) {
        let start = offset
        while offset < bytes.count, bytes[offset] &- UInt8(ascii: "0") < 10 { offset += 1 }
        guard offset > start else {
            throw JSONScanError(offset < bytes.count ? .badNumber : .unexpectedEnd, at: offset)
        }
    }

    /// Moves over the escape whose backslash is here.
    @usableFromInline
    mutating func skipEscape() throws(JSONScanError) {
        guard offset + 1 < bytes.count else { throw JSONScanError(.unexpectedEnd, at: bytes.count) }
        switch bytes[offset + 1] {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
            UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
            offset += 2
        case UInt8(ascii: "u"):
            guard offset + 6 <= bytes.count else { throw JSONScanError(.unexpectedEnd, at: bytes.count) }
            guard JSONEscapes.hexadecimal(bytes, at: offset + 2) != nil else {
                throw JSONScanError(.badString, at: offset)
            }
            offset += 6
        default:
            throw JSONScanError(.badString, at: offset)
        }
    }
}
