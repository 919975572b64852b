/// Whether there is a connection.
public struct RedisStatus: Sendable, Hashable {
    /// Connected and let in.
    public var isReady: Bool
    /// How often a connection was made and let in; a change says that the server may be another one.
    public var connections: Int
    /// Why there is none; nil before the first attempt has ended.
    public var failure: RedisError?

    init() {
        isReady = false
        connections = 0
    }
}
