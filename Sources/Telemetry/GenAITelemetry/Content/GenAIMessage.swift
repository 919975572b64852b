/// A message to or from a model (open-telemetry/semantic-conventions-genai, the schemas of input and output messages).
public struct GenAIMessage: Sendable, Hashable {
    /// `system`, `user`, `assistant`, `tool`.
    public var role: String
    public var parts: [Part]
    /// Of an answer.
    public var finishReason: String?

    /// What a message consists of.
    public enum Part: Sendable, Hashable {
        case text(GenAIText)
        case reasoning(GenAIText)
        case toolCall(id: String?, name: String, arguments: GenAIText)
        case toolResult(id: String?, GenAIText)
        /// Something that is not text and is not recorded, by a name of its kind.
        case other(String)
    }

    /// A message.
    public init(role: String, parts: [Part], finishReason: String? = nil) {
        self.role = role
        self.parts = parts
        self.finishReason = finishReason
    }

    /// A message of text.
    public init(role: String, text: String, finishReason: String? = nil) {
        self.init(role: role, parts: [.text(GenAIText(text))], finishReason: finishReason)
    }
}

/// A tool that is offered to a model.
public struct GenAITool: Sendable, Hashable {
    public var name: String
    public var description: GenAIText?
    /// The schema of its arguments, as JSON.
    public var parameters: String?

    /// A tool.
    public init(name: String, description: GenAIText? = nil, parameters: String? = nil) {
        self.name = name
        self.description = description
        self.parameters = parameters
    }
}
