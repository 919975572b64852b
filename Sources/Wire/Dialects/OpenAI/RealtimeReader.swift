import JSONScanning
import Usage

/// Reads what the server of a realtime session sends: the usage of each `response.done`.
///
/// Every response of a session is billed by itself, so that, unlike in a stream, what several say is added up.
struct RealtimeReader: PayloadReader {
    private(set) var response = MeteredResponse()

    mutating func readEvent(
        type: UnsafeRawBufferPointer?, _ data: UnsafeRawBufferPointer, _ sink: inout PayloadSink
    ) -> EventRole {
        readBody(data, &sink)
        return []
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
        if key.equals("response", in: bytes) || key.equals("session", in: bytes) {
            try cursor.members { (key, cursor) throws(JSONScanError) in try readMember(key, &cursor, &sink) }
        } else if key.equals("usage", in: bytes) {
            if let usage = try OpenAIUsage(&cursor)?.usage(.openai, reasoningIsInside: true) { add(usage) }
        } else if key.equals("model", in: bytes) {
            if let model = try cursor.looseString() { response.model = model.text(in: bytes) }
        } else if key.equals("delta", in: bytes) {
            if let text = try cursor.looseString() { sink.content(text, bytes) }
        } else if key.equals("error", in: bytes) {
            if cursor.kind() == .object {
                response.errorType = ErrorDescription(at: cursor.offset, in: bytes).errorType
            }
            try cursor.skipLoosely()
        } else {
            try cursor.skipLoosely()
        }
    }

    private mutating func add(_ usage: Usage) {
        guard var sum = response.usage else {
            response.usage = usage
            return
        }
        sum.tokens.add(usage.tokens)
        sum.rejected += usage.rejected.filter { !sum.rejected.contains($0) }
        response.usage = sum
    }
}
