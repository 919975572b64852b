/// An encoding of text into tokens: how OpenAI's models read, and what they bill by.
///
/// The raw value is tiktoken's name for it.
public enum Encoding: String, Sendable, Hashable, CaseIterable {
    /// GPT-4o and all that came after it.
    case o200kBase = "o200k_base"
    /// GPT-4, GPT-3.5 Turbo and the embedding models.
    case cl100kBase = "cl100k_base"
    /// The last completion models before chat, and Codex.
    case p50kBase = "p50k_base"
    /// GPT-3 and GPT-2.
    case r50kBase = "r50k_base"

    /// The tokens that stand for something else than text, with their ids.
    ///
    /// Their text in a prompt is only text, unless a caller says otherwise.
    var specialTokens: [(text: StaticString, id: UInt32)] {
        switch self {
        case .o200kBase: [("<|endoftext|>", 199_999), ("<|endofprompt|>", 200_018)]
        case .cl100kBase:
            [
                ("<|endoftext|>", 100_257), ("<|fim_prefix|>", 100_258), ("<|fim_middle|>", 100_259),
                ("<|fim_suffix|>", 100_260), ("<|endofprompt|>", 100_276),
            ]
        case .p50kBase, .r50kBase: [("<|endoftext|>", 50_256)]
        }
    }
}
