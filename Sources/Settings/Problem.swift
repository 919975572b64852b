/// One thing that is wrong with the configuration, and what to change.
public struct Problem: Sendable, Hashable {
    /// Where: a path in the file (`providers[1].base_url`), an environment variable or an option.
    public var path: String
    /// What is wrong.
    public var message: String
    /// What to do, one sentence.
    public var fix: String

    /// `message` at `path`.
    public init(path: String, message: String, fix: String) {
        self.path = path
        self.message = message
        self.fix = fix
    }
}

extension Problem: CustomStringConvertible {
    public var description: String { "\(path): \(message) \(fix)" }
}
