import Dialects

extension ProviderPreset {
    /// OpenAI: <https://platform.openai.com/docs/api-reference>.
    static let openai = ProviderPreset(
        name: "openai", flavor: .openai, origin: "https://api.openai.com", keyVariables: ["OPENAI_API_KEY"],
        injectsUsage: true)
}
