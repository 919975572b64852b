/// Whose conventions a provider follows: the header that carries its key, and the shape of its error bodies.
public enum Dialect: String, Sendable, Hashable, CaseIterable {
    case openai
    case anthropic
    case gemini
    case azure
}
