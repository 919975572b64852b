import JSONScanning

/// The text that a model generated, put together from the pieces of a stream, for estimates of cut streams.
struct GeneratedText: Sendable {
    /// The text, at most ``limit`` bytes.
    private(set) var utf8: [UInt8] = []
    /// How long the whole is, in bytes of UTF-8.
    private(set) var byteCount = 0

    /// From here on it is not kept: thousands of streams at once must not hold megabytes each.
    static let longText = 64 << 10
    /// What comes beyond it before somebody takes the text is counted in bytes only; two events are below it.
    static let limit = 2 << 20

    /// Appends the text of `string`.
    mutating func append(_ string: JSONString, from bytes: UnsafeRawBufferPointer) {
        let before = utf8.count
        if utf8.capacity == 0 { utf8.reserveCapacity(2048) }
        string.append(to: &utf8, from: bytes)
        byteCount += utf8.count - before
        if utf8.count > Self.limit { utf8.removeLast(utf8.count - Self.limit) }
    }

    /// Hands the text out, and begins anew with the next; ``byteCount`` goes on.
    mutating func take() -> [UInt8] {
        defer { utf8 = [] }
        return utf8
    }

    /// Takes back what was appended since the whole was `byteCount` long and `kept` of it were kept.
    mutating func restore(byteCount: Int, kept: Int) {
        utf8.removeLast(utf8.count - kept)
        self.byteCount = byteCount
    }
}
