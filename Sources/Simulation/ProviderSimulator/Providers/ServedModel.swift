/// The dated model that answers when an alias is asked for, as the providers do.
enum ServedModel {
    /// The response's model for the request's.
    ///
    /// At Azure the request names a deployment, which may have any name.
    static func name(for model: String, provider: Provider) -> String {
        switch provider {
        case .openai, .anthropic: snapshots[model] ?? model
        case .azure: snapshots[model] ?? (Self.families.contains { model.hasPrefix($0) } ? model : "gpt-4o-2024-11-20")
        default: model
        }
    }

    private static let families = ["gpt-", "o1", "o3", "o4", "text-embedding-", "whisper", "tts-", "dall-e", "codex"]

    private static let snapshots = [
        "gpt-4o": "gpt-4o-2024-08-06",
        "gpt-4o-mini": "gpt-4o-mini-2024-07-18",
        "gpt-4.1": "gpt-4.1-2025-04-14",
        "gpt-4.1-mini": "gpt-4.1-mini-2025-04-14",
        "gpt-4.1-nano": "gpt-4.1-nano-2025-04-14",
        "gpt-5": "gpt-5-2025-08-07",
        "gpt-5-mini": "gpt-5-mini-2025-08-07",
        "gpt-5-nano": "gpt-5-nano-2025-08-07",
        "o3": "o3-2025-04-16",
        "o4-mini": "o4-mini-2025-04-16",
        "claude-sonnet-4-5": "claude-sonnet-4-5-20250929",
        "claude-haiku-4-5": "claude-haiku-4-5-20251001",
        "claude-opus-4-5": "claude-opus-4-5-20251101",
    ]

    /// Whether a model thinks before it answers although nobody asked for it.
    static func reasons(_ model: String) -> Bool {
        model.hasPrefix("o1") || model.hasPrefix("o3") || model.hasPrefix("o4") || model.hasPrefix("gpt-5")
    }
}
