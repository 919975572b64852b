import Dialects

/// A provider that exists without being configured: where its API lives, and what is peculiar to it.
///
/// One file each; `docs/adding-a-provider.md` says how to add one.
struct ProviderPreset: Sendable {
    /// The name in `/{name}/…`, in rows, and in `TOLLGATE_<NAME>_…`.
    let name: String
    var dialect = Dialect.openai
    /// How its usage is counted.
    let flavor: UsageFlavor
    /// Its API's origin, to which the path of its own clients is appended; nil: everybody has one of their own.
    let origin: String?
    /// What the paths of its API begin with before `/v1`; put in front of a path that comes without it.
    var pathPrefix = ""
    /// Variables from which its own clients read the key.
    let keyVariables: [String]
    /// Variables from which its own clients read the origin.
    var originVariables: [String] = []
    /// Whether it accepts `stream_options.include_usage` in chat completions, and then tells the usage.
    let injectsUsage: Bool

    /// In the order of listings.
    static let all = [
        openai, anthropic, gemini, azure, groq, deepseek, mistral, xai, together, fireworks, openrouter, perplexity,
        cerebras, moonshot, cohere, zai, ollama, vllm,
    ]

    /// The preset called `name`.
    static func named(_ name: String) -> ProviderPreset? { all.first { $0.name == name } }
}
