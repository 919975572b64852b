/// What a chat request's prompt comes to in tokens.
public struct ChatTokens: Sendable, Hashable {
    /// The number of tokens that the provider counts for the prompt.
    public var count: Int
    /// Whether the count is by a rule that is exact.
    ///
    /// False with tools, whose rendering is not documented (within a few tokens of what is billed), and where a
    /// message has more in it than text, which is then not in the count at all.
    public var isExact: Bool

    /// So many tokens.
    public init(count: Int, isExact: Bool) {
        self.count = count
        self.isExact = isExact
    }
}
