import JSONScanning

/// A line of a batch's results: an answer inside an envelope, `{"custom_id": …, "response": {"body": {…}}}` (OpenAI and
/// who copies it) or `{"custom_id": …, "result": {"message": {…}}}` (Anthropic).
struct BatchLine {
    /// The answer's body.
    private(set) var body: Range<Int>?
    /// The JSON value of `custom_id`.
    private(set) var id: Range<Int>?
    /// Whether the provider says that it answered nothing: the request failed, came too late, or was taken back.
    private(set) var isUnanswered = false

    /// The envelope that is all of `bytes`; nil when it is none, which is found out without reading most bodies.
    init?(_ bytes: UnsafeRawBufferPointer) {
        guard Self.mentionsID(bytes) else { return nil }
        var cursor = JSONCursor(bytes)
        guard cursor.kind() == .object, (try? read(&cursor)) != nil, id != nil, body != nil || isUnanswered else {
            return nil
        }
    }

    private mutating func read(_ cursor: inout JSONCursor) throws(JSONScanError) {
        try cursor.beginObject()
        while let key = try cursor.nextKey() {
            if key.equals("custom_id", in: cursor.bytes) {
                id = try cursor.skip()
            } else if key.equals("response", in: cursor.bytes) {
                try readInside(&cursor, "body")
            } else if key.equals("result", in: cursor.bytes) {
                try readInside(&cursor, "message")
            } else {
                try cursor.skip()
            }
        }
    }

    private mutating func readInside(_ cursor: inout JSONCursor, _ name: StaticString) throws(JSONScanError) {
        guard cursor.kind() == .object else {
            try cursor.skip()
            return
        }
        try cursor.beginObject()
        while let key = try cursor.nextKey() {
            let isBody = key.equals(name, in: cursor.bytes) && cursor.kind() == .object
            let isOutcome = key.equals("type", in: cursor.bytes) && cursor.kind() == .string
            let range = try cursor.skip()
            if isBody { body = range }
            if isOutcome {
                let text = cursor.bytes[range].dropFirst().dropLast()
                isUnanswered = ["errored", "expired", "canceled"].contains { text.elementsEqual($0.utf8) }
            }
        }
    }

    /// Whether `"custom_id"` is in the first or the last bytes, where it stands in every envelope that is made.
    private static func mentionsID(_ bytes: UnsafeRawBufferPointer) -> Bool {
        mentionsID(bytes.prefix(512)) || (bytes.count > 512 && mentionsID(bytes.suffix(512)))
    }

    private static func mentionsID(_ bytes: Slice<UnsafeRawBufferPointer>) -> Bool {
        var matched = 0
        let name: StaticString = "\"custom_id\""
        for byte in bytes {
            if byte == name.utf8Start[matched] {
                matched += 1
                if matched == name.utf8CodeUnitCount { return true }
            } else {
                matched = byte == UInt8(ascii: "\"") ? 1 : 0
            }
        }
        return false
    }
}
