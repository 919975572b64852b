/// How an exception came to be reported.
public struct SentryMechanism: Sendable, Hashable {
    /// `generic` for what an application captured itself; `signalhandler`, `hummingbird`, `logging` and so on.
    public var type: String
    /// False: nobody caught it, and the program or request ended of it.
    public var isHandled: Bool?
    /// Made up to carry a stack or message; its type is not shown as the title.
    public var isSynthetic: Bool?
    /// Its number within the event, the outermost error's being 0.
    public var exceptionID: Int?
    /// The number of the error that it caused.
    public var parentID: Int?
    /// Where in the outer error it was found.
    public var source: String?
    /// The signal that ended a process: its number and name.
    public var signal: Signal?
    public var data: [String: SentryValue] = [:]

    /// A signal of POSIX.
    public struct Signal: Sendable, Hashable {
        public var number: Int
        public var name: String

        /// A signal.
        public init(number: Int, name: String) {
            self.number = number
            self.name = name
        }
    }

    /// A mechanism.
    public init(_ type: String = "generic", isHandled: Bool? = true) {
        self.type = type
        self.isHandled = isHandled
    }

    var encoded: SentryValue {
        .fields([
            "type": .string(type.isEmpty ? "generic" : type), "handled": isHandled.map { .bool($0) },
            "synthetic": isSynthetic.map { .bool($0) }, "exception_id": exceptionID.map { .integer(Int64($0)) },
            "parent_id": parentID.map { .integer(Int64($0)) }, "source": source.encoded,
            "meta": signal.map { ["signal": ["number": .integer(Int64($0.number)), "name": .string($0.name)]] },
            "data": SentryValue.values(data),
        ])
    }
}
