import JSONScanning

/// The generated text of a chat message, or of the part of one that a chunk brings.
enum ChatMessage {
    /// Puts the text of the message at `cursor` into `sink`: content, refusal, reasoning, and the names and
    /// arguments of tool calls.
    static func read(_ cursor: inout JSONCursor, _ sink: inout PayloadSink) throws(JSONScanError) {
        var hasReasoning = false
        try cursor.members { (key, cursor) throws(JSONScanError) in
            let bytes = cursor.bytes
            func named(_ name: StaticString) -> Bool { key.equals(name, in: bytes) }
            if named("content") {
                try readContent(&cursor, &sink)
            } else if named("refusal") {
                if let text = try cursor.looseString() { sink.content(text, bytes) }
            } else if named("reasoning_content") || named("reasoning") {
                guard let text = try cursor.looseString() else { return }
                // Some write the same text under both names.
                if hasReasoning { sink.padding(text) } else { sink.content(text, bytes) }
                hasReasoning = true
            } else if named("tool_calls") {
                try cursor.elements { (cursor) throws(JSONScanError) in try readToolCall(&cursor, &sink) }
            } else if named("function_call") {
                try readFunction(&cursor, &sink)
            } else {
                try cursor.skipLoosely()
            }
        }
    }

    /// A string, or parts (Mistral): every `text` in them.
    private static func readContent(
        _ cursor: inout JSONCursor, _ sink: inout PayloadSink
    ) throws(JSONScanError) {
        guard cursor.kind() == .array else {
            if let text = try cursor.looseString() { sink.content(text, cursor.bytes) }
            return
        }
        let start = cursor.offset
        let range = try cursor.skipLoosely()
        guard sink.collectsText else { return }
        let bytes = UnsafeRawBufferPointer(rebasing: cursor.bytes[0..<range.upperBound])
        var parts = JSONCursor(bytes, at: start)
        try parts.walk { key, offset in
            guard key.equals("text", in: bytes), bytes[offset] == UInt8(ascii: "\"") else { return }
            var value = JSONCursor(bytes, at: offset)
            if let text = try? value.string() { sink.content(text, bytes) }
        }
    }

    private static func readToolCall(
        _ cursor: inout JSONCursor, _ sink: inout PayloadSink
    ) throws(JSONScanError) {
        try cursor.members { (key, cursor) throws(JSONScanError) in
            let bytes = cursor.bytes
            if key.equals("function", in: bytes) || key.equals("custom", in: bytes) {
                try readFunction(&cursor, &sink)
            } else if key.equals("index", in: bytes), cursor.kind() == .number {
                sink.number(try cursor.number(), bytes)
            } else {
                try cursor.skipLoosely()
            }
        }
    }

    private static func readFunction(
        _ cursor: inout JSONCursor, _ sink: inout PayloadSink
    ) throws(JSONScanError) {
        try cursor.members { (key, cursor) throws(JSONScanError) in
            let bytes = cursor.bytes
            if key.equals("arguments", in: bytes) || key.equals("name", in: bytes) || key.equals("input", in: bytes) {
                if let text = try cursor.looseString() { sink.content(text, bytes) }
            } else {
                try cursor.skipLoosely()
            }
        }
    }
}
