public import Tracing

/// What is asked of a model, a tool or an agent: `gen_ai.operation.name`.
public enum GenAIOperation: String, Sendable, Hashable, CaseIterable {
    case chat
    case generateContent = "generate_content"
    case textCompletion = "text_completion"
    case embeddings
    case executeTool = "execute_tool"
    case invokeAgent = "invoke_agent"

    /// A span's name: the operation, and the model, tool or agent where it is known.
    public func spanName(_ subject: String?) -> String {
        guard let subject, !subject.isEmpty else { return rawValue }
        return "\(rawValue) \(subject)"
    }

    /// A span's kind.
    ///
    /// - Parameter isRemote: The model or agent is in another process; tools never are.
    public func kind(isRemote: Bool = true) -> SpanKind {
        self == .executeTool || !isRemote ? .internal : .client
    }
}
