import Dialects

extension ProviderPreset {
    /// Together AI: <https://docs.together.ai/reference>.
    static let together = ProviderPreset(
        name: "together", flavor: .together, origin: "https://api.together.xyz", keyVariables: ["TOGETHER_API_KEY"],
        injectsUsage: true)
}
