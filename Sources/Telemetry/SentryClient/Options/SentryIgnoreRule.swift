/// Which errors are not reported.
public struct SentryIgnoreRule: Sendable {
    let matches: @Sendable (any Error) -> Bool

    /// Errors for which `matches` says so; called on the client's own task.
    public init(matches: @escaping @Sendable (any Error) -> Bool) { self.matches = matches }

    /// `CancellationError`: nothing failed, nobody wanted it any more.
    public static let cancellation = SentryIgnoreRule { $0 is CancellationError }

    /// Errors of a type.
    public static func type<Failure: Error>(_ type: Failure.Type) -> SentryIgnoreRule {
        SentryIgnoreRule { $0 is Failure }
    }

    /// Errors whose type's name is or ends with `name`, as `DatabaseError` or `GRDB.DatabaseError`.
    public static func typeName(_ name: String) -> SentryIgnoreRule {
        SentryIgnoreRule { error in
            let full = String(reflecting: Swift.type(of: error))
            return full == name || full.hasSuffix("." + name)
        }
    }
}
