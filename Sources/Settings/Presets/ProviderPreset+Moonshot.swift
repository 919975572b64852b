import Dialects

extension ProviderPreset {
    /// Moonshot: <https://platform.moonshot.ai/docs/api>.
    ///
    /// The usage of a stream may stand inside its last choice.
    static let moonshot = ProviderPreset(
        name: "moonshot", flavor: .moonshot, origin: "https://api.moonshot.ai", keyVariables: ["MOONSHOT_API_KEY"],
        injectsUsage: true)
}
