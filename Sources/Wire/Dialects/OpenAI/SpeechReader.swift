import JSONScanning
import Usage

/// Reads what a speech API tells besides audio: the `usage` of `speech.audio.done`, whose output is audio.
///
/// tts-1 tells nothing: it bills the request's characters.
struct SpeechReader: PayloadReader {
    private(set) var response = MeteredResponse()

    mutating func readEvent(
        type: UnsafeRawBufferPointer?, _ data: UnsafeRawBufferPointer, _ sink: inout PayloadSink
    ) -> EventRole {
        let hadUsage = response.usage != nil
        readBody(data, &sink)
        return response.usage != nil && !hadUsage ? .terminal : []
    }

    mutating func readBody(_ body: UnsafeRawBufferPointer, _ sink: inout PayloadSink) {
        var cursor = JSONCursor(body)
        // A body that breaks off has said something before.
        _ = try? cursor.members { (key, cursor) throws(JSONScanError) in
            let bytes = cursor.bytes
            if key.equals("usage", in: bytes) {
                guard var usage = try OpenAIUsage(&cursor)?.usage(.openai) else { return }
                usage.tokens.audioOutput = usage.tokens.outputTotal
                usage.tokens.output = 0
                usage.tokens.reasoning = 0
                response.usage = usage
            } else if key.equals("model", in: bytes) {
                if let model = try cursor.looseString() { response.model = model.text(in: bytes) }
            } else if key.equals("error", in: bytes) {
                if cursor.kind() == .object {
                    response.errorType = ErrorDescription(at: cursor.offset, in: bytes).errorType
                }
                try cursor.skipLoosely()
            } else {
                try cursor.skipLoosely()
            }
        }
    }
}
