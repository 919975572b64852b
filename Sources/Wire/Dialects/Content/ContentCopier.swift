import JSONScanning

/// Copies texts of a body, as long as there is room for them.
struct ContentCopier {
    let limits: ContentLimits
    /// Bytes that may still be copied.
    private(set) var left: Int

    init(_ limits: ContentLimits) {
        self.limits = limits
        left = limits.total
    }

    /// The text of `string`, or its beginning.
    mutating func text(_ string: JSONString, _ bytes: UnsafeRawBufferPointer) -> CopiedText {
        var string = string
        let room = min(limits.text, left)
        // An escape is never shorter than what it stands for.
        let isCut = string.range.count > room
        if isCut { string.range = string.range.lowerBound..<(string.range.lowerBound + room) }
        var copied: [UInt8] = []
        string.append(to: &copied, from: bytes)
        left -= copied.count
        if isCut { copied.removeLast(Self.looseBytes(copied)) }
        return CopiedText(String(decoding: copied, as: UTF8.self), isCut: isCut)
    }

    /// The text of the string at `cursor`; of one that breaks off with the body, what is there.
    mutating func beginning(_ cursor: inout JSONCursor) throws(JSONScanError) -> CopiedText {
        let start = cursor.offset + 1
        do throws(JSONScanError) {
            return text(try cursor.string(), cursor.bytes)
        } catch {
            guard error.code == .unexpectedEnd, start <= cursor.bytes.count else { throw error }
            cursor.offset = cursor.bytes.count
            var copied = text(JSONString(range: start..<cursor.bytes.count, hasEscapes: true), cursor.bytes)
            copied.isCut = true
            return copied
        }
    }

    /// The JSON at `range` as it stands, or its beginning.
    mutating func json(_ range: Range<Int>, _ bytes: UnsafeRawBufferPointer) -> CopiedText {
        text(JSONString(range: range, hasEscapes: false), bytes)
    }

    /// Adds the text of `string` to `whole`; false where not all of it had room.
    mutating func append(_ string: JSONString, _ bytes: UnsafeRawBufferPointer, to whole: inout [UInt8]) -> Bool {
        let room = max(0, min(limits.text - whole.count, left))
        var string = string
        let isCut = string.range.count > room
        if isCut { string.range = string.range.lowerBound..<(string.range.lowerBound + room) }
        let before = whole.count
        string.append(to: &whole, from: bytes)
        left -= whole.count - before
        if isCut { whole.removeLast(Self.looseBytes(whole)) }
        return !isCut
    }

    /// How many bytes at the end are the beginning of a character whose rest is missing.
    private static func looseBytes(_ bytes: [UInt8]) -> Int {
        var index = bytes.count
        while index > 0, bytes.count - index < 3 {
            index -= 1
            let byte = bytes[index]
            if byte & 0xC0 == 0x80 { continue }
            let length = byte < 0x80 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4
            return bytes.count - index < length ? bytes.count - index : 0
        }
        return 0
    }
}
