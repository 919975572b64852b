#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

extension API {
    /// The API that `method` on `path` calls.
    ///
    /// The path comes without the gateway's provider prefix; its end decides, because a base URL may or may not carry
    /// `/v1`. A query, trailing and doubled slashes, letter case and percent-escapes make no difference, so that no
    /// spelling of a path that a provider accepts gets around the meter.
    public static func recognize(method: String, path: UnsafeRawBufferPointer, dialect: Dialect) -> API {
        guard method == "POST" else { return .unmetered }
        if !path.contains(where: { $0 == UInt8(ascii: "?") || $0 == UInt8(ascii: "#") }) {
            let asWritten = known(path, dialect)
            guard asWritten == .unmetered else { return asWritten }
        }
        return normalized(path).withUnsafeBytes { known($0, dialect) }
    }

    /// The same for a path in a string.
    public static func recognize(method: String, path: Substring, dialect: Dialect) -> API {
        path.utf8.withContiguousStorageIfAvailable {
            recognize(method: method, path: UnsafeRawBufferPointer($0), dialect: dialect)
        } ?? Array(path.utf8).withUnsafeBytes { recognize(method: method, path: $0, dialect: dialect) }
    }

    /// The same for a path in a string.
    public static func recognize(method: String, path: String, dialect: Dialect) -> API {
        recognize(method: method, path: path[...], dialect: dialect)
    }

    private static func known(_ path: UnsafeRawBufferPointer, _ dialect: Dialect) -> API {
        if ends(path, "/chat/completions") { return .chatCompletions }
        // OpenAI has /v1/threads/{id}/messages, which is something else.
        if ends(path, "/v1/messages") { return .messages }
        if dialect == .anthropic, path.count == 9, ends(path, "/messages") { return .messages }
        return ends(path, "/embeddings") ? .embeddings : .unmetered
    }

    private static func ends(_ path: UnsafeRawBufferPointer, _ suffix: StaticString) -> Bool {
        let count = suffix.utf8CodeUnitCount
        guard let base = path.baseAddress, path.count >= count else { return false }
        return memcmp(base + path.count - count, suffix.utf8Start, count) == 0
    }

    /// The path without query, escapes, capitals, and slashes that are one too many.
    private static func normalized(_ path: UnsafeRawBufferPointer) -> [UInt8] {
        var normal: [UInt8] = []
        normal.reserveCapacity(path.count)
        var index = 0
        while index < path.count, path[index] != UInt8(ascii: "?"), path[index] != UInt8(ascii: "#") {
            var byte = path[index]
            if byte == UInt8(ascii: "%"), index + 2 < path.count, let high = digit(path[index + 1]),
                let low = digit(path[index + 2])
            {
                byte = high << 4 | low
                index += 2
            }
            index += 1
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
