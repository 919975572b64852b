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
    /// Ollama's own: chat, completion and embedding.
    case ollama
    /// Counting a prompt's tokens, which is free: Anthropic's, Gemini's and OpenAI's.
    case countTokens = "count_tokens"
    /// A path that no dialect knows: relayed, and recorded without usage.
    case unmetered

    /// Whether its answers carry usage that this target can read.
    public var isMetered: Bool { self != .unmetered }

    /// Whether no provider bills it, whatever the model.
    public var isFree: Bool { self == .countTokens }

    /// Whether prompt and answer are text, so that their bytes tell something of their tokens.
    public var isTextual: Bool {
        switch self {
        case .chatCompletions, .completions, .responses, .embeddings, .messages, .generateContent, .embedContent,
            .interactions, .converse, .cohereChat, .cohereEmbed, .ollama:
            true
        case .moderations, .images, .transcriptions, .translations, .speech, .realtime, .rerank, .ocr, .countTokens,
            .unmetered:
            false
        }
    }
}
