import Dialects

extension ProviderPreset {
    /// Anthropic: <https://docs.anthropic.com/en/api>.
    static let anthropic = ProviderPreset(
        name: "anthropic", dialect: .anthropic, flavor: .anthropic, origin: "https://api.anthropic.com",
        keyVariables: ["ANTHROPIC_API_KEY"], injectsUsage: false)
}
