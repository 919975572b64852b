/// A rule that names of a model follow; every condition that it has must hold.
public struct ModelPattern: Sendable, Hashable {
    /// What a name is compared with; all lower-case.
    public enum Condition: Sendable, Hashable {
        case startsWith(String)
        case endsWith(String)
        case contains(String)
        case notContains(String)
        /// The id, followed by `-YYYYMMDD`, `@YYYYMMDD` or `-YYYY-MM-DD`.
        case dated(String)
        /// The prefix, followed by a digit.
        case startsWithDigit(String)
    }

    public var conditions: [Condition]

    /// A pattern whose `conditions` must all hold.
    public init(_ conditions: [Condition]) {
        self.conditions = conditions
    }

    /// Whether `name`, in lower case, follows the pattern; a pattern without conditions matches nothing.
    public func matches(_ name: String) -> Bool {
        !conditions.isEmpty && conditions.allSatisfy { $0.holds(for: name) }
    }
}

extension ModelPattern.Condition {
    func holds(for name: String) -> Bool {
        switch self {
        case .startsWith(let text): return name.utf8.starts(with: text.utf8)
        case .endsWith(let text): return name.utf8.hasEnd(text.utf8)
        case .contains(let text): return name.utf8.containsRun(text.utf8)
        case .notContains(let text): return !name.utf8.containsRun(text.utf8)
        case .dated(let id):
            guard name.utf8.starts(with: id.utf8), let date = DateSuffix(name) else { return false }
            return date.start == id.utf8.count
        case .startsWithDigit(let prefix):
            guard name.utf8.starts(with: prefix.utf8), let next = name.utf8.dropFirst(prefix.utf8.count).first else {
                return false
            }
            return next.isDigit
        }
    }
}
