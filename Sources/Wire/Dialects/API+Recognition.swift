extension API {
    /// The API that `method` on `path` calls.
    ///
    /// The path comes without the gateway's provider prefix; its end decides, because a base URL may or may not carry
    /// `/v1`. A query, trailing and doubled slashes, letter case and percent-escapes make no difference, so that no
    /// spelling of a path that a provider accepts gets around the meter.
    public static func recognize(method: String, path: some StringProtocol, dialect: Dialect) -> API {
        guard method == "POST" else { return .unmetered }
        let normal = normalized(path)
        if ends(normal, "/chat/completions") { return .chatCompletions }
        if ends(normal, "/embeddings") { return .embeddings }
        // OpenAI has /v1/threads/{id}/messages, which is something else.
        if ends(normal, "/v1/messages") || (dialect == .anthropic && normal.elementsEqual("/messages".utf8)) {
            return .messages
        }
        return .unmetered
    }

    /// The same for a path that is still in a buffer.
    public static func recognize(method: String, path: UnsafeRawBufferPointer, dialect: Dialect) -> API {
        recognize(method: method, path: String(decoding: path, as: UTF8.self), dialect: dialect)
    }

    private static func ends(_ path: [UInt8], _ suffix: StaticString) -> Bool {
        path.suffix(suffix.utf8CodeUnitCount)
            .elementsEqual(UnsafeBufferPointer(start: suffix.utf8Start, count: suffix.utf8CodeUnitCount))
    }

    /// The path without query, escapes, capitals, and slashes that are one too many.
    private static func normalized(_ path: some StringProtocol) -> [UInt8] {
        var normal: [UInt8] = []
        normal.reserveCapacity(64)
        var rest = path.utf8.prefix { $0 != UInt8(ascii: "?") && $0 != UInt8(ascii: "#") }[...]
        while var byte = rest.popFirst() {
            if byte == UInt8(ascii: "%"), let high = rest.first.flatMap(digit),
                let low = rest.dropFirst().first.flatMap(digit)
            {
                byte = high << 4 | low
                rest = rest.dropFirst(2)
            }
            if byte &- UInt8(ascii: "A") < 26 { byte |= 0x20 }
            if byte == UInt8(ascii: "/"), normal.last == byte { continue }
            normal.append(byte)
        }
        if normal.last == UInt8(ascii: "/") { normal.removeLast() }
        return normal
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
