import JSONScanning
import Usage

/// Reads answers of Gemini's `generateContent` and `embedContent`, plain, as an array, and streamed.
///
/// Every chunk of a stream may carry counts of all so far: the last ones hold, nothing is added up. The first chunks
/// of Vertex carry a `trafficType` and no count.
struct GenerateContentReader: PayloadReader {
    private var counts: Usage?
    private var grounding = Grounding()
    private var said = MeteredResponse()
    /// Whether the event at hand has counts.
    private var sawCounts = false

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
        sawCounts = false
        readBody(data, &sink)
        return sawCounts ? .cumulativeUsage : []
    }

    mutating func readBody(_ body: UnsafeRawBufferPointer, _ sink: inout PayloadSink) {
        var cursor = JSONCursor(body)
        // A body that breaks off has said something before.
        try? readPayload(&cursor, &sink)
    }

    /// An answer, or the array of a stream that was not asked for as events.
    private mutating func readPayload(_ cursor: inout JSONCursor, _ sink: inout PayloadSink) throws(JSONScanError) {
        if cursor.kind() == .array {
            try cursor.elements { (cursor) throws(JSONScanError) in
                try cursor.members { (key, cursor) throws(JSONScanError) in try readMember(key, &cursor, &sink) }
            }
        } else {
            try cursor.members { (key, cursor) throws(JSONScanError) in try readMember(key, &cursor, &sink) }
        }
    }

    private mutating func readMember(
        _ key: JSONString, _ cursor: inout JSONCursor, _ sink: inout PayloadSink
    ) throws(JSONScanError) {
        let bytes = cursor.bytes
        func named(_ name: StaticString) -> Bool { key.equals(name, in: bytes) }
        if named("usageMetadata") {
            if let usage = try GeminiUsage(&cursor)?.usage {
                counts = usage
                sawCounts = true
            }
        } else if named("candidates") {
            try cursor.elements { (cursor) throws(JSONScanError) in
                try cursor.members { (key, cursor) throws(JSONScanError) in
                    try readCandidate(key, &cursor, &sink)
                }
            }
        } else if named("modelVersion") {
            if let model = try cursor.looseString(), !model.range.isEmpty { said.model = model.text(in: bytes) }
        } else if named("responseId") {
            if let id = try cursor.looseString(), said.id == nil { said.id = id.text(in: bytes) }
        } else if named("error") {
            if cursor.kind() == .object {
                said.errorType = ErrorDescription(at: cursor.offset, in: bytes).errorType
            }
            try cursor.skipLoosely()
        } else {
            try cursor.skipLoosely()
        }
    }

    private mutating func readCandidate(
        _ key: JSONString, _ cursor: inout JSONCursor, _ sink: inout PayloadSink
    ) throws(JSONScanError) {
        let bytes = cursor.bytes
        if key.equals("content", in: bytes) {
            try readContent(&cursor, &sink)
        } else if key.equals("finishReason", in: bytes) {
            if let reason = try cursor.looseString() { said.finishReasons.append(reason.text(in: bytes)) }
        } else if key.equals("groundingMetadata", in: bytes) {
            try grounding.read(&cursor)
        } else {
            try cursor.skipLoosely()
        }
    }

    /// The texts of the parts, and what functions are called with.
    private func readContent(_ cursor: inout JSONCursor, _ sink: inout PayloadSink) throws(JSONScanError) {
        cursor.skipWhitespace()
        let start = cursor.offset
        let range = try cursor.skipLoosely()
        guard sink.collectsText else { return }
        let bytes = UnsafeRawBufferPointer(rebasing: cursor.bytes[0..<range.upperBound])
        var content = JSONCursor(bytes, at: start)
        try content.walk { key, offset in
            var value = JSONCursor(bytes, at: offset)
            if key.equals("text", in: bytes), bytes[offset] == UInt8(ascii: "\"") {
                if let text = try? value.string() { sink.content(text, bytes) }
            } else if key.equals("args", in: bytes) {
                if let range = try? value.skipLoosely() { sink.raw(range, bytes) }
            }
        }
    }
}
