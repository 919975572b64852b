import HTTPMessages
import NIOCore

/// What the relay reads from an answer's head.
struct AnswerTraits: Sendable {
    /// `Content-Type: text/event-stream`.
    var isEventStream = false
    /// JSON objects one after the other, a line each: Cohere's streams for those who do not accept events, and Ollama's.
    var isLines = false
    /// Audio, images, or bytes of no known kind: nothing that usage could be read from.
    var isMedia = false
    /// The value of `Content-Encoding`, lower case; nil when absent or `identity`.
    var encoding: String?
    var contentLength: Int?
    /// `x-request-id` or `request-id`.
    var requestID: String?
    var status: Int

    /// Reads the head whose bytes are `bytes`.
    init(_ head: HTTPResponseHead, in bytes: ByteBuffer) {
        status = head.status
        for field in head.fields {
            switch field.known {
            case .contentType:
                func isType(_ name: StaticString) -> Bool { bytes.hasPrefix(name, in: field.value) }
                isEventStream = isType("text/event-stream")
                isLines =
                    isType("application/stream+json") || isType("application/x-ndjson")
                    || isType("application/ndjson") || isType("application/jsonl")
                isMedia =
                    isType("audio/") || isType("image/") || isType("video/") || isType("application/octet-stream")
            case .contentEncoding:
                let value = bytes.text(field.value).lowercased()
                encoding = value == "identity" || value.isEmpty ? nil : value
            case .contentLength: contentLength = Int(bytes.text(field.value))
            case .requestID: requestID = bytes.text(field.value).firstCodePoints(256)
            default: break
            }
        }
    }
}
