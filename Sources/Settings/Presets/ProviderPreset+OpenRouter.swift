import Dialects

extension ProviderPreset {
    /// OpenRouter: <https://openrouter.ai/docs/api-reference>.
    ///
    /// States what a call cost (`usage.cost`).
    static let openrouter = ProviderPreset(
        name: "openrouter", flavor: .openrouter, origin: "https://openrouter.ai", pathPrefix: "/api",
        keyVariables: ["OPENROUTER_API_KEY"], injectsUsage: true)
}
