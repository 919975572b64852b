/// One field line of a head: where it stands in the bytes that were parsed.
///
/// A relay copies `line` (without CRLF) as it came: case, order, duplicates and inner spaces stay.
public struct HTTPField: Sendable, Hashable {
    private var nameStart: Int32
    private var nameEnd: Int32
    private var valueStart: Int32
    private var valueEnd: Int32
    private var lineEnd: Int32
    /// Which name this is, whatever its case.
    public var known: KnownField

    /// The name's bytes.
    public var name: Range<Int> { Int(nameStart)..<Int(nameEnd) }
    /// The value's bytes, without the blanks around it.
    public var value: Range<Int> { Int(valueStart)..<Int(valueEnd) }
    /// The whole line, without its CRLF.
    public var line: Range<Int> { Int(nameStart)..<Int(lineEnd) }

    init(nameStart: Int, nameEnd: Int, valueStart: Int, valueEnd: Int, lineEnd: Int, known: KnownField) {
        self.nameStart = Int32(truncatingIfNeeded: nameStart)
        self.nameEnd = Int32(truncatingIfNeeded: nameEnd)
        self.valueStart = Int32(truncatingIfNeeded: valueStart)
        self.valueEnd = Int32(truncatingIfNeeded: valueEnd)
        self.lineEnd = Int32(truncatingIfNeeded: lineEnd)
        self.known = known
    }
}

extension HTTPField {
    /// Whether the name is `name` (which must be in lower case), whatever its case in `bytes`.
    public func hasName(_ name: StaticString, in bytes: UnsafeRawBufferPointer) -> Bool {
        ASCII.equals(bytes, self.name, name)
    }

    /// Whether the value is `value` (which must be in lower case), whatever its case in `bytes`.
    public func hasValue(_ value: StaticString, in bytes: UnsafeRawBufferPointer) -> Bool {
        ASCII.equals(bytes, self.value, value)
    }
}
