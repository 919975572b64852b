import Dialects

extension ProviderPreset {
    /// Z.AI: <https://docs.z.ai/api-reference>.
    ///
    /// The last chunk of every stream carries the usage unasked.
    static let zai = ProviderPreset(
        name: "zai", flavor: .zai, origin: "https://api.z.ai", keyVariables: ["ZAI_API_KEY"], injectsUsage: false)
}
