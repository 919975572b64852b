import JSONScanning
import Usage

/// Reads transcriptions and translations of audio, plain and streamed.
///
/// Billed are the tokens or the seconds that `usage` tells (`type` `tokens` or `duration`; in a stream that of
/// `transcript.text.done`); without it the seconds of `duration`, which OpenAI rounds up. Other formats than JSON tell
/// nothing.
struct TranscriptionReader: PayloadReader {
    private let flavor: UsageFlavor
    private var counts: OpenAIUsage?
    private var duration: Int64?
    private var rejected: [String] = []
    private var said = MeteredResponse()
    private var isDone = false

    /// A reader that counts as `flavor` does.
    init(_ flavor: UsageFlavor) { self.flavor = flavor }

    var response: MeteredResponse {
        var response = said
        if let counts {
            response.usage = usage(counts)
        } else if let duration {
            var usage = Usage()
            usage.meter(.inputAudioMicroseconds, AudioLength(microseconds: duration).billed(flavor))
            response.usage = usage
        }
        if !rejected.isEmpty { response.usage = response.usage ?? Usage() }
        response.usage?.rejected += rejected
        return response
    }

    mutating func readEvent(
        type: UnsafeRawBufferPointer?, _ data: UnsafeRawBufferPointer, _ sink: inout PayloadSink
    ) -> EventRole {
        if data.elementsEqual("[DONE]".utf8) { return .terminal }
        isDone = false
        readBody(data, &sink)
        return isDone ? .terminal : []
    }

    mutating func readBody(_ body: UnsafeRawBufferPointer, _ sink: inout PayloadSink) {
        var cursor = JSONCursor(body)
        // A body that breaks off has said something before.
        _ = try? cursor.members { (key, cursor) throws(JSONScanError) in
            let bytes = cursor.bytes
            if key.equals("usage", in: bytes) {
                if let usage = try OpenAIUsage(&cursor) { counts = usage }
            } else if key.equals("duration", in: bytes) {
                duration = try cursor.microseconds("duration", &rejected)
            } else if key.equals("model", in: bytes) {
                if let model = try cursor.looseString() { said.model = model.text(in: bytes) }
            } else if key.equals("type", in: bytes) {
                isDone = try cursor.looseString()?.equals("transcript.text.done", in: bytes) ?? false
            } else if key.equals("text", in: bytes) || key.equals("delta", in: bytes) {
                if let text = try cursor.looseString() { sink.content(text, bytes) }
            } else if key.equals("error", in: bytes) {
                if cursor.kind() == .object {
                    said.errorType = ErrorDescription(at: cursor.offset, in: bytes).errorType
                }
                try cursor.skipLoosely()
            } else {
                try cursor.skipLoosely()
            }
        }
    }

    private func usage(_ counts: OpenAIUsage) -> Usage? {
        if let microseconds = counts.audioMicroseconds {
            var usage = Usage()
            usage.meter(.inputAudioMicroseconds, AudioLength(microseconds: microseconds).billed(flavor))
            usage.rejected = counts.rejected
            return usage
        }
        var usage = counts.usage(flavor)
        // Mistral bills a transcription by its seconds alone, though it tells tokens as well.
        if flavor == .mistral, usage?.quantity(.inputAudioMicroseconds) ?? 0 > 0 { usage?.tokens = TokenCounts() }
        return usage
    }
}
