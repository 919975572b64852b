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
                let type = bytes.text(field.value).lowercased()
                isEventStream = type.hasPrefix("text/event-stream")
                isLines = [
                    "application/stream+json", "application/x-ndjson", "application/ndjson", "application/jsonl",
                ]
                .contains { type.hasPrefix($0) }
                isMedia = ["audio/", "image/", "video/", "application/octet-stream"].contains { type.hasPrefix($0) }
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
