import NIOHTTP1

/// The providers that the simulator can be, told apart by the first part of a request's path (`/groq/openai/v1/…`,
/// as a base URL `http://simulator/groq` has it), by `x-sim-provider`, or else by the API.
enum Provider: String, Sendable, CaseIterable {
    case openai
    case azure
    case groq
    case deepseek
    case mistral
    case xai
    case openrouter
    case together
    case fireworks
    case perplexity
    case cerebras
    case moonshot
    case cohere
    case ollama
    case vllm
    case zai
    case anthropic
    case gemini

    /// The provider that `path` names; else the one whose API it is.
    init(path: Substring, api: API, headers: HTTPHeaders) {
        let parts = path.split(separator: "/", maxSplits: 2)
        if let first = parts.first, let named = Provider(rawValue: String(first)) {
            // A base URL may end with OpenAI's or Azure's own path.
            let deployed = named == .openai && parts.count > 1 && parts[1] == "deployments"
            self = deployed ? .azure : named
            if named == .openai, !deployed, headers.contains(name: "api-key") { self = .azure }
            return
        }
        switch api {
        case .messages, .countTokens: self = .anthropic
        case .generateContent, .streamGenerateContent, .embedContent, .batchEmbedContents, .geminiCountTokens:
            self = .gemini
        case .cohereChat, .cohereEmbed, .rerank: self = .cohere
        default:
            self =
                headers.contains(name: "anthropic-version")
                ? .anthropic : headers.contains(name: "x-goog-api-key") ? .gemini : .openai
        }
    }
}
