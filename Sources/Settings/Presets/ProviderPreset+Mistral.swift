import Dialects

extension ProviderPreset {
    /// Mistral: <https://docs.mistral.ai/api>.
    ///
    /// The last chunk of every stream carries the usage unasked.
    static let mistral = ProviderPreset(
        name: "mistral", flavor: .mistral, origin: "https://api.mistral.ai", keyVariables: ["MISTRAL_API_KEY"],
        injectsUsage: false)
}
