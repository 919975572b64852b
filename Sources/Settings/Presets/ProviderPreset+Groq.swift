import Dialects

extension ProviderPreset {
    /// Groq: <https://console.groq.com/docs/api-reference>.
    ///
    /// Chunks with choices may carry `x_groq.usage`.
    static let groq = ProviderPreset(
        name: "groq", flavor: .groq, origin: "https://api.groq.com", pathPrefix: "/openai",
        keyVariables: ["GROQ_API_KEY"], injectsUsage: true)
}
