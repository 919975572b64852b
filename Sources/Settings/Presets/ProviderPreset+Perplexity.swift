import Dialects

extension ProviderPreset {
    /// Perplexity: <https://docs.perplexity.ai/api-reference>.
    ///
    /// Every chunk carries the usage so far, and what it cost.
    static let perplexity = ProviderPreset(
        name: "perplexity", flavor: .perplexity, origin: "https://api.perplexity.ai",
        keyVariables: ["PERPLEXITY_API_KEY", "PPLX_API_KEY"], injectsUsage: false)
}
