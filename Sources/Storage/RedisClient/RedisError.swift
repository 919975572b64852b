public import RESP

/// Why a command has no answer, or which answer said no, with a sentence that says what to do.
public struct RedisError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The kinds of trouble.
    public enum Code: String, Sendable, Hashable, CaseIterable {
        /// The URL or a file that it needs is not valid.
        case configuration
        /// There is no connection; nothing was sent.
        case unreachable
        /// No answer within the time allowed; whether the command was run is not known.
        case timedOut = "timed_out"
        /// The connection ended before the answer; whether the command was run is not known.
        case connectionLost = "connection_lost"
        /// Too many commands wait; nothing was sent.
        case queueFull = "queue_full"
        /// ``RedisClient/close()`` was called.
        case closed
        /// What came is not RESP.
        case protocolViolation = "protocol_violation"
        /// User or password are wrong, or missing.
        case authentication
        /// The ACL user may not do this.
        case permission
        /// A replica, or a primary that takes no writes.
        case readOnly = "read_only"
        /// The server reads its data set.
        case loading
        /// `maxmemory` is reached.
        case outOfMemory = "out_of_memory"
        /// The server cannot write its data to its disk, and therefore takes no writes.
        case persistence
        /// A replica without its primary.
        case masterDown = "master_down"
        /// Part of a Redis Cluster; the key lives elsewhere, or nowhere.
        case cluster
        /// A script runs for too long.
        case busy
        /// The server does not know the script.
        case noScript = "no_script"
        /// A key holds something of another kind: somebody else uses the same names.
        case wrongType = "wrong_type"
        /// Any other answer that is an error.
        case refused
    }

    public let code: Code
    /// A sentence that a person can act on; no secrets.
    public let message: String

    /// An error of the kind `code`.
    public init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    public var description: String { message }
}

extension RedisError {
    /// What the server's error means, and what to do about it.
    public init(_ reply: RESPErrorReply) {
        let code = Self.codes[String(reply.code)] ?? .refused
        var said = reply.message.prefix(200)
        while said.last == "." { said.removeLast() }
        // Such a primary is not read-only by its kind.
        let advice =
            reply.code == "NOREPLICAS" ? "Bring its replicas back, or lower min-replicas-to-write." : Self.advice[code]
        self.init(code, advice.map { "Redis says: \(said). \($0)" } ?? "Redis says: \(said).")
    }

    private static let codes: [String: Code] = [
        "NOAUTH": .authentication, "WRONGPASS": .authentication, "NOPERM": .permission, "READONLY": .readOnly,
        "NOREPLICAS": .readOnly, "LOADING": .loading, "OOM": .outOfMemory, "MISCONF": .persistence,
        "MASTERDOWN": .masterDown, "MOVED": .cluster, "ASK": .cluster, "CLUSTERDOWN": .cluster, "CROSSSLOT": .cluster,
        "TRYAGAIN": .cluster, "BUSY": .busy, "NOSCRIPT": .noScript, "WRONGTYPE": .wrongType,
    ]

    private static let advice: [Code: String] = [
        .authentication: "Put the user and the password into REDIS_URL (redis://user:password@host).",
        .permission: "Allow the ACL user the keys tollgate:*, the channels alerts:* and tollgate:*, and +@all -@admin.",
        .readOnly: "Point REDIS_URL at the primary.",
        .loading: "It will answer once its data are read.",
        .outOfMemory: "Raise maxmemory; what is not written now follows later.",
        .persistence: "Look into the server's log: it cannot save, and takes no writes until it can.",
        .masterDown: "Its primary is away; point REDIS_URL at the primary.",
        .cluster: "Point REDIS_URL at a Redis that is no Cluster.",
        .busy: "Another client's script blocks it.",
        .wrongType: "Something else uses keys that begin with tollgate:; give Tollgate a database of its own.",
    ]
}
