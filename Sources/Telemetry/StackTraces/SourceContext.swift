/// A line of source and its neighbours.
public struct SourceContext: Sendable, Hashable {
    /// The lines before, in their order.
    public var before: [String]

    /// The line itself.
    public var line: String

    /// The lines behind, in their order.
    public var after: [String]

    /// A line and its neighbours.
    public init(before: [String] = [], line: String, after: [String] = []) {
        self.before = before
        self.line = line
        self.after = after
    }
}
