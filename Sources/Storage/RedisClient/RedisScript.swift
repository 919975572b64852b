/// A Lua script: sent whole once, then by its SHA.
public struct RedisScript: Sendable, Hashable {
    /// For messages, and to find it again.
    public let name: String
    public let source: String

    /// The script `source`.
    public init(name: String, source: String) {
        self.name = name
        self.source = source
    }

    /// One run: its keys and its arguments.
    public struct Call: Sendable, Hashable {
        public var keys: [String]
        public var arguments: [String]

        /// A run on `keys`.
        public init(keys: [String], arguments: [String]) {
            self.keys = keys
            self.arguments = arguments
        }
    }
}
