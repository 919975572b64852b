import JSONScanning
import Usage

/// Reads answers of Ollama's own API (`/api/chat`, `/api/generate`, `/api/embed`), plain and in lines of JSON:
/// <https://docs.ollama.com/api>.
///
/// The counts are in the line that says `"done": true`, which is the last.
struct OllamaReader: PayloadReader {
    private var said = MeteredResponse()
    private var prompt: Int64?
    private var generated: Int64?
    private var isDone = false
    private var rejected: [String] = []

    var response: MeteredResponse {
        guard prompt ?? generated != nil || !rejected.isEmpty else { return said }
        var response = said
        var usage = Usage()
        // A prompt that is in the cache as a whole may not be counted.
        usage.tokens.input = prompt ?? 0
        usage.tokens.output = generated ?? 0
        usage.rejected = rejected
        response.usage = usage
        return response
    }

    mutating func readEvent(
        type: UnsafeRawBufferPointer?, _ data: UnsafeRawBufferPointer, _ sink: inout PayloadSink
    ) -> EventRole {
        readBody(data, &sink)
        return isDone ? .terminal : []
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
        if named("prompt_eval_count") {
            prompt = try cursor.count("prompt_eval_count", &rejected)
        } else if named("eval_count") {
            generated = try cursor.count("eval_count", &rejected)
        } else if named("model") {
            if let model = try cursor.looseString() { said.model = model.text(in: bytes) }
        } else if named("done_reason") {
            if let reason = try cursor.looseString() { said.finishReasons = [reason.text(in: bytes)] }
        } else if named("done") {
            isDone = try cursor.boolIfPresent() ?? false
        } else if named("error"), cursor.kind() != .null {
            said.errorType = ErrorDescription(at: cursor.offset, in: bytes).errorType
            try cursor.skipLoosely()
        } else if named("response") || named("thinking") {
            if let text = try cursor.looseString() { sink.content(text, bytes) }
        } else if named("message") {
            try cursor.members { (key, cursor) throws(JSONScanError) in try readMessage(key, &cursor, &sink) }
        } else {
            try cursor.skipLoosely()
        }
    }

    /// One level only: an answer decides how deep it goes.
    private func readMessage(
        _ key: JSONString, _ cursor: inout JSONCursor, _ sink: inout PayloadSink
    ) throws(JSONScanError) {
        let bytes = cursor.bytes
        if key.equals("content", in: bytes) || key.equals("thinking", in: bytes) {
            if let text = try cursor.looseString() { sink.content(text, bytes) }
        } else if key.equals("tool_calls", in: bytes), cursor.kind() == .array {
            sink.raw(try cursor.skipLoosely(), bytes)
        } else {
            try cursor.skipLoosely()
        }
    }
}
