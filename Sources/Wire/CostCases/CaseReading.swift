import Dialects
import JSONScanning

/// Reads payloads: bodies, lines of batches, and lists of events.
enum CaseReading {
    /// What `payload`, an answer of `api`, says as `flavor` counts.
    static func body(_ payload: UnsafeRawBufferPointer, api: API, flavor: UsageFlavor) -> MeteredResponse {
        ResponseReader.read(payload, api: api, flavor: flavor)
    }

    /// What the events in `payload` say: `[[event or null, data], …]`, data any JSON value.
    ///
    /// Data that is a string is the text in it: `"[DONE]"`.
    static func events(
        _ payload: UnsafeRawBufferPointer, api: API, flavor: UsageFlavor
    ) throws(CostCaseError) -> MeteredResponse {
        var reader = EventReader(api: api, flavor: flavor)
        do throws(JSONScanError) {
            var cursor = JSONCursor(payload)
            try cursor.beginArray()
            while try cursor.nextElement() { try event(&cursor, &reader) }
        } catch {
            throw .missing("payload, a list of [event, data],")
        }
        return reader.response
    }

    private static func event(_ cursor: inout JSONCursor, _ reader: inout EventReader) throws(JSONScanError) {
        let bytes = cursor.bytes
        try cursor.beginArray()
        guard try cursor.nextElement() else { return }
        let type = try cursor.stringIfPresent().map { UnsafeRawBufferPointer(rebasing: bytes[$0.range]) }
        guard try cursor.nextElement() else { return }
        if cursor.kind() == .string {
            var text: [UInt8] = []
            try cursor.string().append(to: &text, from: bytes)
            text.withUnsafeBytes { reader.read(type: type, data: $0) }
        } else {
            let range = try cursor.skip()
            reader.read(type: type, data: UnsafeRawBufferPointer(rebasing: bytes[range]))
        }
        while try cursor.nextElement() { try cursor.skip() }
    }
}
