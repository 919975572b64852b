import Dialects

extension ProviderPreset {
    /// xAI: <https://docs.x.ai/docs/api-reference>.
    ///
    /// States what a call cost (`cost_in_usd_ticks`).
    static let xai = ProviderPreset(
        name: "xai", flavor: .xai, origin: "https://api.x.ai", keyVariables: ["XAI_API_KEY"], injectsUsage: true)
}
