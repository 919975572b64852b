import Dialects

extension ProviderPreset {
    /// Ollama on this machine, as OpenAI's clients speak to it: <https://docs.ollama.com/openai>.
    static let ollama = ProviderPreset(
        name: "ollama", flavor: .ollama, origin: "http://127.0.0.1:11434", keyVariables: ["OLLAMA_API_KEY"],
        injectsUsage: true)
}
