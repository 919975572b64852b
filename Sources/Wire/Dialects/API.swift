/// An API whose bodies can be metered; the raw value is the `api` of ledger rows and cost cases.
public enum API: String, Sendable, Hashable, CaseIterable {
    case chatCompletions = "chat.completions"
    case completions
    case responses
    case embeddings
    case moderations
    case images
    case transcriptions = "audio.transcriptions"
    case translations = "audio.translations"
    case speech = "audio.speech"
    case realtime
    /// Anthropic's, also at Vertex and Bedrock.
    case messages
    /// Gemini's, streamed or not.
    case generateContent
    case embedContent
    case interactions
    /// Bedrock's.
    case converse
    /// Cohere's own.
    case cohereChat = "chat"
    case cohereEmbed = "embed"
    case rerank
    /// Mistral's documents.
    case ocr
    /// A path that no dialect knows: relayed, and recorded without usage.
    case unmetered

    /// Whether its answers carry usage that this target can read.
    public var isMetered: Bool { self != .unmetered }
}
