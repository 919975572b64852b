import Dialects

extension ProviderPreset {
    /// Cohere: <https://docs.cohere.com/reference>; its endpoint for OpenAI's clients is at `/compatibility/v1` and refuses
    /// `stream_options`.
    static let cohere = ProviderPreset(
        name: "cohere", flavor: .cohere, origin: "https://api.cohere.com",
        keyVariables: ["CO_API_KEY", "COHERE_API_KEY"], injectsUsage: false)
}
