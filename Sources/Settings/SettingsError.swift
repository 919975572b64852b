/// Everything that is wrong with a configuration, at once; the executable exits with 78 (`EX_CONFIG`).
public struct SettingsError: Error, Sendable, Hashable {
    /// At least one.
    public var problems: [Problem]

    /// A configuration with `problems`.
    public init(problems: [Problem]) { self.problems = problems }
}

extension SettingsError: CustomStringConvertible {
    public var description: String {
        let count = problems.count == 1 ? "one problem" : "\(problems.count) problems"
        let lines = problems.map { "  \($0.path)\n      \($0.message) \($0.fix)" }
        return "The configuration has \(count); nothing was started.\n" + lines.joined(separator: "\n")
    }
}
