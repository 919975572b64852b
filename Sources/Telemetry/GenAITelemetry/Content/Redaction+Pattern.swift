import Synchronization

extension Redaction.Rule {
    /// What a regular expression matches, in Swift's syntax; throws where it is none.
    ///
    /// Expressions are the operator's, not a stranger's: a bad one may take long.
    public static func pattern(_ expression: String, name: String) throws -> Redaction.Rule {
        // Expressions are not Sendable; one text after the other.
        let regex = Mutex(try Regex(expression))
        return Redaction.Rule(name: name) { text in
            regex.withLock { text.firstRange(of: $0) }
        }
    }
}
