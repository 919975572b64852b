/// A thread of the process, with its stack.
public struct SentryThread: Sendable, Hashable {
    public var id: Int
    public var name: String?
    public var isCurrent = false
    public var isCrashed = false
    public var stackTrace: SentryStackTrace?

    /// A thread.
    public init(id: Int, name: String? = nil) {
        self.id = id
        self.name = name
    }

    var encoded: SentryValue {
        .fields([
            "id": .integer(Int64(id)), "name": name.encoded, "current": .bool(isCurrent),
            "crashed": .bool(isCrashed), "stacktrace": stackTrace?.encoded,
        ])
    }
}
