import Testing
import Tokenization

/// A chat request, and what it was billed.
struct ChatCase: Sendable, CustomTestStringConvertible {
    var id: String
    var encoding: String
    /// What the rule comes to.
    var ruleTokens: Int
    /// What OpenAI billed; nil where nobody asked.
    var billedTokens: Int?
    var hasTools: Bool
    /// The request.
    var body: String

    var testDescription: String { id }
}
