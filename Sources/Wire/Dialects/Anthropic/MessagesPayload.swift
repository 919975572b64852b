import JSONScanning

/// What matters in a message or in an event of a streamed one, found but not decoded; offsets are those of values.
struct MessagesPayload {
    /// Which event it is.
    enum Kind {
        case messageStart
        case messageDelta
        case messageStop
        case contentBlockDelta
        case error
        case other
    }

    private var type: JSONString?
    private(set) var id: JSONString?
    private(set) var model: JSONString?
    private(set) var stopReason: JSONString?
    private(set) var usage: Int?
    private(set) var error: Int?

    /// Whether it says nothing but generated text.
    var saysOnlyContent: Bool { usage == nil && error == nil && stopReason == nil }

    /// Which event it is: as its data says, else as the `event` field does.
    func kind(_ event: UnsafeRawBufferPointer?, _ data: UnsafeRawBufferPointer) -> Kind {
        func says(_ name: StaticString) -> Bool {
            if let type { return type.equals(name, in: data) }
            guard let event else { return false }
            return JSONString(range: 0..<event.count, hasEscapes: false).equals(name, in: event)
        }
        if says("content_block_delta") { return .contentBlockDelta }
        if says("message_delta") { return .messageDelta }
        if says("message_start") { return .messageStart }
        if says("message_stop") { return .messageStop }
        return says("error") ? .error : .other
    }

    /// Reads the object that is all of `bytes`; what was met before a failure is kept.
    mutating func read(_ bytes: UnsafeRawBufferPointer, _ sink: inout PayloadSink) throws(JSONScanError) {
        var cursor = JSONCursor(bytes)
        try cursor.beginObject()
        while let key = try cursor.nextKey() { try readMember(key, &cursor, &sink) }
        sink.spaces(at: cursor.offset, bytes)
    }

    private mutating func readMember(
        _ key: JSONString, _ cursor: inout JSONCursor, _ sink: inout PayloadSink
    ) throws(JSONScanError) {
        let bytes = cursor.bytes
        func named(_ name: StaticString) -> Bool { key.equals(name, in: bytes) }
        if named("type") {
            type = try cursor.looseString()
        } else if named("delta") || named("content_block") {
            try readBlock(&cursor, &sink)
        } else if named("content") {
            try cursor.elements { (cursor) throws(JSONScanError) in try readBlock(&cursor, &sink) }
        } else if named("message") {
            try cursor.members { (key, cursor) throws(JSONScanError) in try readMessage(key, &cursor) }
        } else if named("error") {
            error = cursor.kind() == .null ? nil : cursor.offset
            try cursor.skipLoosely()
        } else if named("index"), cursor.kind() == .number {
            sink.number(try cursor.number(), bytes)
        } else {
            try readMessage(key, &cursor)
        }
    }

    /// A member of a message, plain or inside `message_start`.
    private mutating func readMessage(_ key: JSONString, _ cursor: inout JSONCursor) throws(JSONScanError) {
        let bytes = cursor.bytes
        if key.equals("usage", in: bytes) {
            usage = try cursor.objectOffset()
        } else if key.equals("id", in: bytes) {
            id = try cursor.looseString()
        } else if key.equals("model", in: bytes) {
            model = try cursor.looseString()
        } else if key.equals("stop_reason", in: bytes) {
            stopReason = try cursor.looseString()
        } else {
            try cursor.skipLoosely()
        }
    }

    /// A content block, or what a delta adds to one, or (`message_delta`) why the message ends.
    private mutating func readBlock(
        _ cursor: inout JSONCursor, _ sink: inout PayloadSink
    ) throws(JSONScanError) {
        try cursor.members { (key, cursor) throws(JSONScanError) in
            let bytes = cursor.bytes
            if key.equals("text", in: bytes) || key.equals("thinking", in: bytes)
                || key.equals("partial_json", in: bytes) || key.equals("name", in: bytes)
            {
                if let text = try cursor.looseString() { sink.content(text, bytes) }
            } else if key.equals("input", in: bytes) {
                // A tool's arguments in a plain answer: generated as they stand. In a stream this is `{}`.
                let range = try cursor.skipLoosely()
                if range.count > 2 { sink.raw(range, bytes) }
            } else if key.equals("stop_reason", in: bytes) {
                stopReason = try cursor.looseString()
            } else {
                try cursor.skipLoosely()
            }
        }
    }
}
