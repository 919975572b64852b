import Dialects

extension ProviderPreset {
    /// Azure OpenAI, of which everybody has a resource of their own:
    /// <https://learn.microsoft.com/azure/ai-services/openai/reference>.
    static let azure = ProviderPreset(
        name: "azure", dialect: .azure, flavor: .azure, origin: nil, keyVariables: ["AZURE_OPENAI_API_KEY"],
        originVariables: ["AZURE_OPENAI_ENDPOINT"], injectsUsage: true)
}
