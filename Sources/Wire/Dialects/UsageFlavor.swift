public import Usage

/// How a provider counts, where providers of one API differ (USAGE-SEMANTICS.md has a row for each).
///
/// The shape of the answer follows from the API; the flavor selects only the provider's quirks in it.
public enum UsageFlavor: String, Sendable, Hashable, CaseIterable {
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
    case zai
    case gemini
    case voyage
    case cohere
    case ollama
    case vllm
    case anthropic
    case vertex
    case bedrock

    /// The flavor of the provider named `provider` in the catalogue or in the presets; unknown names count as
    /// `dialect` does.
    public init(provider: ProviderID, dialect: Dialect = .openai) {
        switch provider.rawValue {
        case "azure", "azure_ai": self = .azure
        case "moonshotai": self = .moonshot
        case "zhipuai": self = .zai
        case "google": self = .gemini
        case "vertex_ai": self = .vertex
        case "voyageai": self = .voyage
        case let name:
            self = UsageFlavor(rawValue: name) ?? UsageFlavor(dialect)
        }
    }

    private init(_ dialect: Dialect) {
        switch dialect {
        case .openai: self = .openai
        case .azure: self = .azure
        case .anthropic: self = .anthropic
        case .gemini: self = .gemini
        }
    }
}
