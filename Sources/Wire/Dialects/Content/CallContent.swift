/// A message of a prompt or of an answer: what was said, whoever's API it was said through.
public struct MessageContent: Sendable, Hashable {
    /// `system`, `developer`, `user`, `assistant`, `tool`.
    public var role: String
    public var parts: [Part]
    /// Of an answer, in the provider's words.
    public var finishReason: String?

    /// What a message consists of.
    public enum Part: Sendable, Hashable {
        case text(CopiedText)
        case reasoning(CopiedText)
        case toolCall(id: String?, name: String, arguments: CopiedText)
        case toolResult(id: String?, CopiedText)
        /// Something that is not text, by the dialect's name for its kind: `image_url`, `inlineData`.
        case other(String)
    }

    /// A message.
    public init(role: String, parts: [Part] = [], finishReason: String? = nil) {
        self.role = role
        self.parts = parts
        self.finishReason = finishReason
    }
}

/// A tool that a request offers to the model.
public struct ToolContent: Sendable, Hashable {
    public var name: String
    public var description: CopiedText?
    /// The schema of its arguments, as JSON; nil where it is too long to be copied.
    public var parameters: String?

    /// A tool.
    public init(name: String, description: CopiedText? = nil, parameters: String? = nil) {
        self.name = name
        self.description = description
        self.parameters = parameters
    }
}
