import JSONScanning
import Usage

/// Reads answers of Mistral's document API: `usage_info.pages_processed`.
///
/// A page of which annotations were asked for costs the price of those instead of the plain one.
struct OCRReader: PayloadReader {
    private var said = MeteredResponse()
    private var pages: Int64?
    private var annotatedPages: Int64?
    private var isAnnotated = false
    private var rejected: [String] = []

    var response: MeteredResponse {
        guard pages != nil || !rejected.isEmpty else { return said }
        var response = said
        var usage = Usage()
        let whole = pages ?? 0
        let annotated = min(annotatedPages ?? (isAnnotated ? whole : 0), whole)
        usage.meter(.pages, whole - annotated)
        usage.meter(.annotatedPages, annotated)
        usage.rejected = rejected
        response.usage = usage
        return response
    }

    mutating func readEvent(
        type: UnsafeRawBufferPointer?, _ data: UnsafeRawBufferPointer, _ sink: inout PayloadSink
    ) -> EventRole {
        readBody(data, &sink)
        return []
    }

    mutating func readBody(_ body: UnsafeRawBufferPointer, _ sink: inout PayloadSink) {
        var cursor = JSONCursor(body)
        // A body that breaks off has said something before.
        _ = try? cursor.members { (key, cursor) throws(JSONScanError) in
            let bytes = cursor.bytes
            if key.equals("usage_info", in: bytes) {
                try readUsage(&cursor)
            } else if key.equals("model", in: bytes) {
                if let model = try cursor.looseString() { said.model = model.text(in: bytes) }
            } else if key.equals("document_annotation", in: bytes) {
                isAnnotated = cursor.kind() != .null
                try cursor.skipLoosely()
            } else {
                try cursor.skipLoosely()
            }
        }
    }

    private mutating func readUsage(_ cursor: inout JSONCursor) throws(JSONScanError) {
        try cursor.members { (key, cursor) throws(JSONScanError) in
            if key.equals("pages_processed", in: cursor.bytes) {
                pages = try cursor.count("usage_info.pages_processed", &rejected)
            } else if key.equals("pages_processed_annotation", in: cursor.bytes) {
                annotatedPages = try cursor.count("usage_info.pages_processed_annotation", &rejected)
            } else {
                try cursor.skipLoosely()
            }
        }
    }
}
