/// A string of a JSON text that was found, not decoded: what lies between its quotes.
public struct JSONString: Sendable, Hashable {
    /// The bytes between the quotes.
    public var range: Range<Int>
    /// Whether there is a backslash among them; without one, the bytes are the text.
    public var hasEscapes: Bool

    /// The string whose bytes between the quotes are at `range`.
    @inlinable
    public init(range: Range<Int>, hasEscapes: Bool) {
        self.range = range
        self.hasEscapes = hasEscapes
    }

    /// Whether its text is `text` (ASCII); escapes are undone for the comparison.
    @inlinable
    public func equals(_ text: StaticString, in bytes: UnsafeRawBufferPointer) -> Bool {
        guard !hasEscapes else { return equalsUnescaped(text, in: bytes) }
        guard range.count == text.utf8CodeUnitCount, let base = bytes.baseAddress else { return false }
        return equalBytes(base + range.lowerBound, UnsafeRawPointer(text.utf8Start), range.count)
    }

    /// Whether its text is `text`; saves making a string of it.
    public func matches(_ text: String?, in bytes: UnsafeRawBufferPointer) -> Bool {
        guard let text else { return false }
        guard !hasEscapes else { return self.text(in: bytes) == text }
        let isEqual = text.utf8.withContiguousStorageIfAvailable { text in
            guard text.count == range.count, let base = bytes.baseAddress, let start = text.baseAddress else {
                return text.isEmpty && range.isEmpty
            }
            return equalBytes(base + range.lowerBound, UnsafeRawPointer(start), range.count)
        }
        return isEqual ?? text.utf8.elementsEqual(bytes[range])
    }

    /// Its text; what is not UTF-8, or half of a surrogate pair, becomes U+FFFD.
    public func text(in bytes: UnsafeRawBufferPointer) -> String {
        let raw = UnsafeRawBufferPointer(rebasing: bytes[range])
        guard hasEscapes else { return String(decoding: raw, as: UTF8.self) }
        var text: [UInt8] = []
        JSONEscapes.unescape(raw, into: &text)
        return String(decoding: text, as: UTF8.self)
    }

    /// Appends its text in UTF-8 to `output`.
    public func append(to output: inout [UInt8], from bytes: UnsafeRawBufferPointer) {
        let raw = UnsafeRawBufferPointer(rebasing: bytes[range])
        if hasEscapes {
            JSONEscapes.unescape(raw, into: &output)
        } else {
            output.append(contentsOf: raw)
        }
    }

    @usableFromInline
    func equalsUnescaped(_ text: StaticString, in bytes: UnsafeRawBufferPointer) -> Bool {
        // An escape is 2 to 6 bytes for each byte of ASCII, so a longer string cannot be equal.
        guard range.count <= 6 * text.utf8CodeUnitCount else { return false }
        var unescaped: [UInt8] = []
        append(to: &unescaped, from: bytes)
        return unescaped.elementsEqual(UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }
}
