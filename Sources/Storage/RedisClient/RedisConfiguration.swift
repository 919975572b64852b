/// Which Redis, how to get in, and how long to wait.
///
/// Read from a URL: `redis://[[user]:password@]host[:port][/database]`, or `rediss://` for TLS. Its description shows no
/// password.
public struct RedisConfiguration: Sendable, Hashable {
    public var host: String
    public var port: Int
    /// TLS from the first byte on; the server's certificate is verified, name included.
    public var isTLS: Bool
    /// A PEM file of authorities to trust in the place of the system's.
    public var authoritiesFile: String?
    /// An ACL user; nil = `default`, where there is a password.
    public var username: String?
    public var password: String?
    public var database: Int
    /// For the connection, TLS included.
    public var connectTimeout: Duration = .seconds(2)
    /// From a command's submission to its answer; a connection that takes longer is given up.
    public var commandTimeout: Duration = .seconds(2)
    /// Commands that wait for an answer at most; what is more is refused at once.
    public var maximumPending = 100_000
    /// Bytes of commands that wait for an answer at most.
    public var maximumPendingBytes = 64 << 20
    /// The first pause before connecting again; each further one is twice as long.
    public var shortestPause: Duration = .milliseconds(50)
    /// The longest pause before connecting again.
    public var longestPause: Duration = .seconds(2)

    /// A server at `host` without password or TLS.
    public init(host: String, port: Int = 6379) {
        self.host = host
        self.port = port
        isTLS = false
        database = 0
    }

    /// Where it is, for messages.
    public var address: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }
}

extension RedisConfiguration: CustomStringConvertible, CustomDebugStringConvertible {
    public var description: String {
        let user = username.map { "\($0)@" } ?? (password == nil ? "" : "…@")
        return "\(isTLS ? "rediss" : "redis")://\(user)\(address)/\(database)"
    }
    public var debugDescription: String { description }
}
