/// What a server may make its client keep in memory.
public struct RESPLimits: Sendable, Hashable {
    /// A line: a simple string, an error, a number.
    public var line = 64 << 10
    /// One bulk string.
    public var bulk = 16 << 20
    /// Elements of one array, set or push, pairs of one map.
    public var elements = 1 << 20
    /// Bytes of one whole reply.
    public var reply = 64 << 20
    /// Arrays within arrays.
    public var depth = 32

    /// Enough for any answer to the gateway's own commands.
    public init() {}
}
