import JSONScanning
import Usage

/// Reads answers of Gemini's Interactions API, plain and streamed.
///
/// A stream ends with `interaction.completed`, whose `interaction` has the usage; that of another event is overlaid.
struct InteractionsReader: PayloadReader {
    private var counts: Usage?
    private var grounding = Grounding()
    private var said = MeteredResponse()
    private var isCompleted = false

    var response: MeteredResponse {
        var response = said
        if var usage = counts {
            grounding.meter(into: &usage, model: said.model)
            response.usage = usage
        }
        return response
    }

    mutating func readEvent(
        type: UnsafeRawBufferPointer?, _ data: UnsafeRawBufferPointer, _ sink: inout PayloadSink
    ) -> EventRole {
        isCompleted = type?.elementsEqual("interaction.completed".utf8) ?? false
        readBody(data, &sink)
        return isCompleted ? .terminal : []
    }

    mutating func readBody(_ body: UnsafeRawBufferPointer, _ sink: inout PayloadSink) {
        var cursor = JSONCursor(body)
        // A body that breaks off has said something before.
        _ = try? cursor.members { (key, cursor) throws(JSONScanError) in try readMember(key, &cursor, &sink) }
    }

    private mutating func readMember(
        _ key: JSONString, _ cursor: inout JSONCursor, _ sink: inout PayloadSink
    ) throws(JSONScanError) {
        let bytes = cursor.bytes
        func named(_ name: StaticString) -> Bool { key.equals(name, in: bytes) }
        if named("event_type") || named("type") {
            if let type = try cursor.looseString(), type.equals("interaction.completed", in: bytes) {
                isCompleted = true
            }
        } else if named("interaction") {
            try cursor.members { (key, cursor) throws(JSONScanError) in try readMember(key, &cursor, &sink) }
        } else if named("usage") {
            if let usage = try GeminiUsage(&cursor)?.usage { counts = usage }
        } else if named("model") {
            if let model = try cursor.looseString(), !model.range.isEmpty { said.model = model.text(in: bytes) }
        } else if named("id") {
            if let id = try cursor.looseString(), said.id == nil { said.id = id.text(in: bytes) }
        } else if named("outputs") {
            // The whole: what deltas brought is in it.
            grounding = Grounding()
            try cursor.elements { (cursor) throws(JSONScanError) in try readOutput(&cursor, &sink) }
        } else if named("delta") {
            try readOutput(&cursor, &sink)
        } else if named("error") {
            if cursor.kind() == .object {
                said.errorType = ErrorDescription(at: cursor.offset, in: bytes).errorType
            }
            try cursor.skipLoosely()
        } else {
            try cursor.skipLoosely()
        }
    }

    /// An output, or what a delta adds to one.
    private mutating func readOutput(
        _ cursor: inout JSONCursor, _ sink: inout PayloadSink
    ) throws(JSONScanError) {
        var isSearch = false
        var queries: Int64 = 0
        try cursor.members { (key, cursor) throws(JSONScanError) in
            let bytes = cursor.bytes
            if key.equals("type", in: bytes) {
                isSearch = try cursor.looseString()?.equals("google_search_call", in: bytes) ?? false
            } else if key.equals("text", in: bytes) || key.equals("summary", in: bytes) {
                if let text = try cursor.looseString() { sink.content(text, bytes) }
            } else if key.equals("arguments", in: bytes) {
                try cursor.members { (key, cursor) throws(JSONScanError) in
                    guard key.equals("queries", in: bytes) else {
                        try cursor.skipLoosely()
                        return
                    }
                    try cursor.elements { (cursor) throws(JSONScanError) in
                        queries += 1
                        try cursor.skipLoosely()
                    }
                }
            } else {
                try cursor.skipLoosely()
            }
        }
        if isSearch { grounding.note(queries: max(queries, 1)) }
    }
}
