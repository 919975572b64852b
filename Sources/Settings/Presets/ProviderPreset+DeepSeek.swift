import Dialects

extension ProviderPreset {
    /// DeepSeek: <https://api-docs.deepseek.com>; its endpoint for Anthropic's clients is at `/anthropic`.
    static let deepseek = ProviderPreset(
        name: "deepseek", flavor: .deepseek, origin: "https://api.deepseek.com", keyVariables: ["DEEPSEEK_API_KEY"],
        injectsUsage: true)
}
