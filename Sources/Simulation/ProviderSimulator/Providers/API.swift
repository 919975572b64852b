/// The APIs that the simulator speaks.
enum API: String, Sendable {
    case chatCompletions = "chat.completions"
    case embeddings
    case messages
    case countTokens = "messages.count_tokens"
    case models
    case unknown

    /// The API that a path belongs to; whatever prefix a base URL put before it is no matter.
    init(path: Substring) {
        if path.hasSuffix("/chat/completions") {
            self = .chatCompletions
        } else if path.hasSuffix("/v1/messages") {
            self = .messages
        } else if path.hasSuffix("/embeddings") {
            self = .embeddings
        } else if path.hasSuffix("/v1/messages/count_tokens") {
            self = .countTokens
        } else if path.hasSuffix("/v1/models") || path.contains("/v1/models/") {
            self = .models
        } else {
            self = .unknown
        }
    }
}
