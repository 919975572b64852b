import JSONScanning
import Usage

/// Reads moderations, which tell no usage: a request is one request, and free where no price says otherwise.
struct ModerationReader: PayloadReader {
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
        _ = try? cursor.members { (key, cursor) throws(JSONScanError) in
            let bytes = cursor.bytes
            if key.equals("model", in: bytes) {
                if let model = try cursor.looseString() { response.model = model.text(in: bytes) }
            } else if key.equals("results", in: bytes) {
                var usage = Usage()
                usage.meter(.requests, 1)
                response.usage = usage
                try cursor.skipLoosely()
            } else {
                try cursor.skipLoosely()
            }
        }
    }
}
