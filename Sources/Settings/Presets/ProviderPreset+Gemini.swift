import Dialects

extension ProviderPreset {
    /// Google's Gemini API: <https://ai.google.dev/api>; its endpoint for OpenAI's clients is at `/v1beta/openai`.
    static let gemini = ProviderPreset(
        name: "gemini", dialect: .gemini, flavor: .gemini, origin: "https://generativelanguage.googleapis.com",
        keyVariables: ["GEMINI_API_KEY", "GOOGLE_API_KEY"], injectsUsage: true)
}
