/// What a special token's text in the input is taken for.
public enum SpecialTokens: Sendable, Hashable {
    /// Text like any other: what a provider makes of it in a prompt, and what a stranger's text has to be.
    case asText
    /// The token itself, as with tiktoken's `allowed_special="all"`.
    case recognized
}
