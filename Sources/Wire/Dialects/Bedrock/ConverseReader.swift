import JSONScanning
import Usage

/// Reads answers of Bedrock's Converse API, and the events of streamed ones, decoded from their binary framing.
///
/// No answer names the model: the request's path does. A stream's usage is in `metadata`, its last event; events may
/// come bare or, as the SDKs hand them out, inside a member of the event's name.
struct ConverseReader: PayloadReader {
    private var said = MeteredResponse()
    private var serviceTier: ServiceTier?

    var response: MeteredResponse {
        var response = said
        if let serviceTier { response.usage?.serviceTier = serviceTier }
        return response
    }

    mutating func readEvent(
        type: UnsafeRawBufferPointer?, _ data: UnsafeRawBufferPointer, _ sink: inout PayloadSink
    ) -> EventRole {
        let hadUsage = said.usage != nil
        readBody(data, &sink)
        return said.usage != nil && !hadUsage ? .terminal : []
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
        if named("usage") {
            if let usage = try ConverseUsage(&cursor)?.usage { said.usage = usage }
        } else if named("stopReason") {
            if let reason = try cursor.looseString() { said.finishReasons.append(reason.text(in: bytes)) }
        } else if named("serviceTier") {
            try readTier(&cursor)
        } else if named("metadata") || named("messageStop") {
            try cursor.members { (key, cursor) throws(JSONScanError) in try readMember(key, &cursor, &sink) }
        } else if named("output") || named("delta") || named("contentBlockDelta") {
            try readContent(&cursor, &sink)
        } else if named("internalServerException") || named("modelStreamErrorException")
            || named("throttlingException") || named("validationException") || named("serviceUnavailableException")
        {
            said.errorType = Self.errorType(key, bytes)
            try cursor.skipLoosely()
        } else {
            try cursor.skipLoosely()
        }
    }

    private static func errorType(_ key: JSONString, _ bytes: UnsafeRawBufferPointer) -> ErrorType {
        if key.equals("throttlingException", in: bytes) { return .rateLimit }
        return key.equals("validationException", in: bytes) ? .invalidRequest : .serverError
    }

    /// Reads `{"type": "priority"}`.
    private mutating func readTier(_ cursor: inout JSONCursor) throws(JSONScanError) {
        try cursor.members { (key, cursor) throws(JSONScanError) in
            guard key.equals("type", in: cursor.bytes), let tier = try cursor.looseString() else {
                try cursor.skipLoosely()
                return
            }
            let isReserved = tier.equals("reserved", in: cursor.bytes)
            serviceTier = isReserved ? .provisioned : ServiceTier(wire: tier, in: cursor.bytes)
        }
    }

    /// Every `text` inside, and what tools are called with.
    private func readContent(_ cursor: inout JSONCursor, _ sink: inout PayloadSink) throws(JSONScanError) {
        cursor.skipWhitespace()
        let start = cursor.offset
        let range = try cursor.skipLoosely()
        guard sink.collectsText else { return }
        let bytes = UnsafeRawBufferPointer(rebasing: cursor.bytes[0..<range.upperBound])
        var content = JSONCursor(bytes, at: start)
        try content.walk { key, offset in
            if key.equals("text", in: bytes), bytes[offset] == UInt8(ascii: "\"") {
                var value = JSONCursor(bytes, at: offset)
                if let text = try? value.string() { sink.content(text, bytes) }
            } else if key.equals("input", in: bytes) {
                var value = JSONCursor(bytes, at: offset)
                if let range = try? value.skipLoosely() { sink.raw(range, bytes) }
            }
        }
    }
}
