import JSONScanning
import Usage

/// Reads answers of Cohere's own API: chat of both versions, plain and streamed, embeddings and reranking.
///
/// What is billed is in `usage.billed_units` (chat v2, in a stream `message-end`'s `delta.usage`), or in
/// `meta.billed_units` (everything else, in a stream of v1 `stream-end`'s `response.meta`).
struct CohereReader: PayloadReader {
    private(set) var response = MeteredResponse()

    mutating func readEvent(
        type: UnsafeRawBufferPointer?, _ data: UnsafeRawBufferPointer, _ sink: inout PayloadSink
    ) -> EventRole {
        let finished = response.finishReasons.count
        readBody(data, &sink)
        return response.finishReasons.count > finished ? .terminal : []
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
        if named("usage") || named("meta") {
            let offset = cursor.offset
            if let units = try BilledUnits(in: &cursor) {
                response.usage = units.usage
            } else if named("usage") {
                // Voyage and Jina rerank in Cohere's form, and count in OpenAI's.
                var again = JSONCursor(bytes, at: offset)
                if let usage = try OpenAIUsage(&again)?.usage(.openai) { response.usage = usage }
            }
        } else if named("id") || named("generation_id") {
            if let id = try cursor.looseString(), response.id == nil { response.id = id.text(in: bytes) }
        } else if named("model") {
            if let model = try cursor.looseString() { response.model = model.text(in: bytes) }
        } else if named("finish_reason") {
            if let reason = try cursor.looseString() { response.finishReasons.append(reason.text(in: bytes)) }
        } else if named("text") || named("thinking") || named("arguments") {
            if let text = try cursor.looseString() { sink.content(text, bytes) }
        } else if named("delta") || named("response") || named("message") || named("function") {
            try readNested(&cursor, &sink)
        } else if named("content") || named("tool_calls") {
            if cursor.kind() == .array {
                try cursor.elements { (cursor) throws(JSONScanError) in try readNested(&cursor, &sink) }
            } else {
                try readNested(&cursor, &sink)
            }
        } else {
            try cursor.skipLoosely()
        }
    }

    private mutating func readNested(
        _ cursor: inout JSONCursor, _ sink: inout PayloadSink
    ) throws(JSONScanError) {
        try cursor.members { (key, cursor) throws(JSONScanError) in try readMember(key, &cursor, &sink) }
    }
}
