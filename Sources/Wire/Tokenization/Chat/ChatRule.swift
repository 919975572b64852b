/// What OpenAI's chat format adds to the tokens of its texts.
///
/// Each message is `<|start|>role<|message|>text<|end|>`, and the answer's own beginning is counted as well. From the
/// OpenAI Cookbook ("How to count tokens with tiktoken"); the reasoning models' one token less, and all about tools,
/// from what recorded answers say was billed.
struct ChatRule {
    /// For the answer's beginning, once.
    static let answer = 3
    /// For the marks of a message.
    static let message = 3
    /// For a message's name, besides the name.
    static let name = 1
    /// For tools at all, besides their rendering.
    static let tools = 9
    /// Less with tools where there is a system message, in which they are put then.
    static let toolsInSystemMessage = 4

    /// Whether the model reasons, as far as its name says.
    let reasons: Bool
    /// Whether it is of the GPT-5 family.
    let isGPT5: Bool

    /// The rule of a model.
    init(model: String) {
        var name = Substring(model.lowercased())
        if let slash = name.lastIndex(of: "/") { name = name[name.index(after: slash)...] }
        isGPT5 = name.hasPrefix("gpt-5")
        reasons = isGPT5 || ["o1", "o3", "o4"].contains { name == $0 || name.hasPrefix($0 + "-") }
    }

    /// Added to the sum of messages and tools.
    func correction(hasTools: Bool, hasSystemMessage: Bool) -> Int {
        guard hasTools else { return Self.answer - (reasons ? 1 : 0) }
        let tools = Self.tools - (hasSystemMessage ? Self.toolsInSystemMessage : 0)
        return Self.answer + tools + (isGPT5 ? 80 : 0)
    }
}
