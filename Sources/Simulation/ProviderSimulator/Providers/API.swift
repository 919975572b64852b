/// The APIs that the simulator speaks.
enum API: String, Sendable {
    case chatCompletions = "chat.completions"
    case completions
    case responses
    /// `GET`, `POST …/cancel` or `DELETE` of one response.
    case storedResponse = "responses.stored"
    case embeddings
    case moderations
    case imageGenerations = "images.generations"
    case imageEdits = "images.edits"
    case imageVariations = "images.variations"
    case transcriptions = "audio.transcriptions"
    case translations = "audio.translations"
    case speech = "audio.speech"
    case models
    case messages
    case countTokens = "messages.count_tokens"
    case generateContent
    case streamGenerateContent
    case embedContent
    case batchEmbedContents
    case geminiCountTokens = "countTokens"
    case cohereChat = "chat"
    case cohereEmbed = "embed"
    case rerank
    case unknown

    /// The API that a path belongs to; whatever prefix a base URL put before it is no matter.
    init(path: Substring) {
        if path.hasSuffix("/chat/completions") {
            self = .chatCompletions
        } else if let colon = path.lastIndex(of: ":"), path.contains("/models/"),
            let verb = Self.verbs.first(where: { $0.rawValue == path[colon...].dropFirst() })
        {
            self = verb
        } else if path.hasSuffix("/v1/models") || path.hasSuffix("/v1beta/models") || path.contains("/v1/models/")
            || path.contains("/v1beta/models/")
        {
            self = .models
        } else if let known = Self.endings.first(where: { path.hasSuffix($0.0) }) {
            self = known.1
        } else if path.contains("/responses/resp_") {
            self = .storedResponse
        } else {
            self = .unknown
        }
    }

    private static let verbs: [API] = [
        .generateContent, .streamGenerateContent, .embedContent, .batchEmbedContents, .geminiCountTokens,
    ]
    /// The longer one first where one ends with the other.
    private static let endings: [(String, API)] = [
        ("/completions", .completions), ("/responses", .responses),
        ("/embeddings", .embeddings), ("/moderations", .moderations), ("/images/generations", .imageGenerations),
        ("/images/edits", .imageEdits), ("/images/variations", .imageVariations),
        ("/audio/transcriptions", .transcriptions), ("/audio/translations", .translations),
        ("/audio/speech", .speech), ("/v1/messages", .messages), ("/v1/messages/count_tokens", .countTokens),
        ("/v2/chat", .cohereChat), ("/v2/embed", .cohereEmbed), ("/v2/rerank", .rerank),
    ]
}
