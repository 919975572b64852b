/// A message to or from a model, as the conventions' JSON has it.
public struct GenAIMessage: Sendable, Hashable {
    /// `system`, `user`, `assistant`, `tool`.
    public var role: String
    public var text: String
    /// Of an answer.
    public var finishReason: String?

    /// A message of text.
    public init(role: String, text: String, finishReason: String? = nil) {
        self.role = role
        self.text = text
        self.finishReason = finishReason
    }
}

extension ContentCapture {
    /// Messages as the JSON of `gen_ai.input.messages` and `gen_ai.output.messages`: prepared, the last ones.
    public func json(_ messages: [GenAIMessage]) -> String {
        let parts = messages.suffix(maximumMessages).map { message in
            let reason = message.finishReason.map { ",\"finish_reason\":" + JSONText.quoted($0) } ?? ""
            return "{\"role\":\(JSONText.quoted(message.role)),\"parts\":[{\"type\":\"text\",\"content\":"
                + "\(JSONText.quoted(prepared(message.text)))}]\(reason)}"
        }
        return "[" + parts.joined(separator: ",") + "]"
    }
}
