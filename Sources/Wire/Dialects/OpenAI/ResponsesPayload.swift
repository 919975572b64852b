import JSONScanning

/// What matters in a response or in an event of a streamed one, found but not decoded; offsets are those of values.
struct ResponsesPayload {
    private var type: JSONString?
    private(set) var id: JSONString?
    private(set) var model: JSONString?
    private(set) var serviceTier: JSONString?
    private(set) var incompleteReason: JSONString?
    private(set) var usage: Int?
    private(set) var error: Int?
    /// The list of output items.
    private(set) var output: Int?
    /// The list of tools that the request offered.
    private(set) var tools: Int?

    /// Whether it ends the stream: as its data says, else as the `event` field does.
    func isTerminal(_ event: UnsafeRawBufferPointer?, _ data: UnsafeRawBufferPointer) -> Bool {
        func says(_ name: StaticString) -> Bool {
            if let type { return type.equals(name, in: data) }
            guard let event else { return false }
            return JSONString(range: 0..<event.count, hasEscapes: false).equals(name, in: event)
        }
        return says("response.completed") || says("response.incomplete") || says("response.failed")
            || says("response.cancelled") || says("error")
    }

    /// Reads the object that is all of `bytes`; what was met before a failure is kept.
    mutating func read(_ bytes: UnsafeRawBufferPointer, _ sink: inout PayloadSink) throws(JSONScanError) {
        var cursor = JSONCursor(bytes)
        try cursor.beginObject()
        while let key = try cursor.nextKey() { try readMember(key, &cursor, &sink) }
    }

    private mutating func readMember(
        _ key: JSONString, _ cursor: inout JSONCursor, _ sink: inout PayloadSink
    ) throws(JSONScanError) {
        let bytes = cursor.bytes
        func named(_ name: StaticString) -> Bool { key.equals(name, in: bytes) }
        if named("type") {
            type = try cursor.looseString()
        } else if named("delta") {
            if let text = try cursor.looseString() { sink.content(text, bytes) }
        } else if named("response") {
            try cursor.members { (key, cursor) throws(JSONScanError) in try readResponse(key, &cursor, &sink) }
        } else {
            try readResponse(key, &cursor, &sink)
        }
    }

    /// A member of a response, plain or inside an event.
    private mutating func readResponse(
        _ key: JSONString, _ cursor: inout JSONCursor, _ sink: inout PayloadSink
    ) throws(JSONScanError) {
        let bytes = cursor.bytes
        func named(_ name: StaticString) -> Bool { key.equals(name, in: bytes) }
        if named("usage") {
            usage = try cursor.objectOffset()
        } else if named("output") {
            output = cursor.kind() == .array ? cursor.offset : nil
            let range = try cursor.skipLoosely()
            // In a stream the text came as deltas before.
            if type == nil { readText(range, bytes, &sink) }
        } else if named("tools") {
            tools = cursor.kind() == .array ? cursor.offset : nil
            try cursor.skipLoosely()
        } else if named("id") {
            id = try cursor.looseString()
        } else if named("model") {
            model = try cursor.looseString()
        } else if named("service_tier") {
            serviceTier = try cursor.looseString() ?? serviceTier
        } else if named("error") {
            error = cursor.kind() == .object ? cursor.offset : nil
            try cursor.skipLoosely()
        } else if named("incomplete_details") {
            try cursor.members { (key, cursor) throws(JSONScanError) in
                if key.equals("reason", in: bytes) {
                    incompleteReason = try cursor.looseString()
                } else {
                    try cursor.skipLoosely()
                }
            }
        } else {
            try cursor.skipLoosely()
        }
    }

    /// The generated text in the output items at `range`.
    private func readText(_ range: Range<Int>, _ bytes: UnsafeRawBufferPointer, _ sink: inout PayloadSink) {
        guard sink.collectsText else { return }
        let inside = UnsafeRawBufferPointer(rebasing: bytes[0..<range.upperBound])
        var cursor = JSONCursor(inside, at: range.lowerBound)
        _ = try? cursor.walk { key, offset in
            guard key.equals("text", in: inside) || key.equals("arguments", in: inside), inside[offset] == 0x22 else {
                return
            }
            var value = JSONCursor(inside, at: offset)
            if let text = try? value.string() { sink.content(text, inside) }
        }
    }
}
