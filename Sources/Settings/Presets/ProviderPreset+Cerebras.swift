import Dialects

extension ProviderPreset {
    /// Cerebras: <https://inference-docs.cerebras.ai/api-reference>.
    static let cerebras = ProviderPreset(
        name: "cerebras", flavor: .cerebras, origin: "https://api.cerebras.ai", keyVariables: ["CEREBRAS_API_KEY"],
        injectsUsage: true)
}
