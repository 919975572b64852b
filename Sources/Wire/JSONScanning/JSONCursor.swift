/// A position in a JSON text that is read by pulling: one pass, no recursion, no allocation.
///
/// Bytes outlive the cursor: it is to be used inside the `withUnsafeBytes` that gave them. White space is skipped
/// before each value, so that after ``nextKey()`` and ``nextElement()`` the cursor stands on the value's first byte.
///
///     var cursor = JSONCursor(bytes)
///     try cursor.beginObject()
///     while let key = try cursor.nextKey() {
///         if key.equals("model", in: bytes) { model = try cursor.string() } else { try cursor.skip() }
///     }
///     try cursor.end()
public struct JSONCursor {
    /// The whole text.
    public let bytes: UnsafeRawBufferPointer
    /// Where it stands, in bytes from the beginning.
    public var offset: Int
    /// Whether the last thing read was the opening of an object or array.
    @usableFromInline var justOpened = false

    /// How many readers of objects and arrays wait for each other's end, where they call each other; theirs to count.
    public var levels = 0

    /// The deepest nesting that ``skip()`` accepts.
    public static let maximumDepth = 512

    /// A cursor at `offset` of `bytes`.
    @inlinable
    public init(_ bytes: UnsafeRawBufferPointer, at offset: Int = 0) {
        self.bytes = bytes
        self.offset = offset
    }

    /// Moves over white space.
    @inline(__always) @inlinable
    public mutating func skipWhitespace() {
        while offset < bytes.count {
            let byte = bytes[offset]
            guard byte <= 0x20, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 else { return }
            offset += 1
        }
    }

    /// What the value here is; nil when no value begins here.
    @inlinable
    public mutating func kind() -> JSONKind? {
        skipWhitespace()
        guard offset < bytes.count else { return nil }
        switch bytes[offset] {
        case UInt8(ascii: "\""): return .string
        case UInt8(ascii: "{"): return .object
        case UInt8(ascii: "["): return .array
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"): return .number
        case UInt8(ascii: "t"), UInt8(ascii: "f"): return .bool
        case UInt8(ascii: "n"): return .null
        default: return nil
        }
    }

    /// Goes into the object here.
    @inlinable
    public mutating func beginObject() throws(JSONScanError) { try open(UInt8(ascii: "{")) }

    /// Goes into the array here.
    @inlinable
    public mutating func beginArray() throws(JSONScanError) { try open(UInt8(ascii: "[")) }

    /// The key of the next member of the object that was gone into, with the cursor on its value; nil at the end of
    /// the object, which is left behind.
    @inlinable
    public mutating func nextKey() throws(JSONScanError) -> JSONString? {
        guard try advance(closing: UInt8(ascii: "}")) else { return nil }
        let key = try string()
        skipWhitespace()
        try expect(UInt8(ascii: ":"))
        skipWhitespace()
        return key
    }

    /// Moves to the next element of the array that was gone into; false at the end of the array, which is left behind.
    @inlinable
    public mutating func nextElement() throws(JSONScanError) -> Bool {
        try advance(closing: UInt8(ascii: "]"))
    }

    /// Fails unless nothing but white space follows.
    @inlinable
    public mutating func end() throws(JSONScanError) {
        skipWhitespace()
        guard offset == bytes.count else { throw JSONScanError(.trailingBytes, at: offset) }
    }

    @inline(__always) @inlinable
    mutating func open(_ byte: UInt8) throws(JSONScanError) {
        skipWhitespace()
        try expect(byte)
        justOpened = true
    }

    @inline(__always) @inlinable
    mutating func advance(closing: UInt8) throws(JSONScanError) -> Bool {
        skipWhitespace()
        guard offset < bytes.count else { throw JSONScanError(.unexpectedEnd, at: offset) }
        let wasJustOpened = justOpened
        justOpened = false
        if bytes[offset] == closing {
            offset += 1
            return false
        }
        if !wasJustOpened {
            try expect(UInt8(ascii: ","))
            skipWhitespace()
        }
        return true
    }

    @inline(__always) @inlinable
    mutating func expect(_ byte: UInt8) throws(JSONScanError) {
        guard offset < bytes.count else { throw JSONScanError(.unexpectedEnd, at: offset) }
        guard bytes[offset] == byte else { throw JSONScanError(.unexpectedByte, at: offset) }
        offset += 1
    }
}
