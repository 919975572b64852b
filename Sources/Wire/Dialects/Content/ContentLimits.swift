/// How much of a call's content is copied; bytes of UTF-8.
public struct ContentLimits: Sendable, Hashable {
    /// Of one text.
    public var text: Int
    /// Of all texts of a request, or of an answer.
    public var total: Int
    /// The most messages of a request, tools it offers, and parts of an answer; of messages, the last ones.
    public var count: Int

    /// Limits.
    public init(text: Int, total: Int, count: Int) {
        self.text = text
        self.total = total
        self.count = count
    }
}

/// A text of a call, or its beginning.
public struct CopiedText: Sendable, Hashable {
    public var text: String
    /// More follows that was not copied: the end may be the middle of a word.
    public var isCut: Bool

    /// A text.
    public init(_ text: String, isCut: Bool = false) {
        self.text = text
        self.isCut = isCut
    }
}
