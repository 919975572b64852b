/// An error as an event tells of it: one of type and value at least.
public struct SentryException: Sendable, Hashable {
    /// The title of the issue, as `DatabaseError`.
    public var type: String?
    /// What the error says.
    public var value: String?
    /// The Swift module of the type.
    public var module: String?
    public var threadID: Int?
    public var mechanism: SentryMechanism?
    public var stackTrace: SentryStackTrace?

    /// An exception.
    public init(type: String?, value: String?, module: String? = nil, mechanism: SentryMechanism? = nil) {
        self.type = type
        self.value = value
        self.module = module
        self.mechanism = mechanism
    }

    var encoded: SentryValue {
        // One of both is required.
        let type = type ?? (value == nil ? "Error" : nil)
        return .fields([
            "type": type.encoded, "value": value.map { .string(SentryLimits.cut($0, SentryLimits.message)) },
            "module": module.encoded, "thread_id": threadID.map { .integer(Int64($0)) },
            "mechanism": mechanism?.encoded, "stacktrace": stackTrace?.encoded,
        ])
    }
}
