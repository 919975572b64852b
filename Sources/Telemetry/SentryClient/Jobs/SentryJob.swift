public import SentryProtocol

/// A job of a queue, a schedule or a command, as its failures tell of it.
public struct SentryJob: Sendable, Hashable {
    /// What kind of job it is, as `emails.send`, and the title of its failures; neither ids nor data belong in it.
    public var name: String
    /// The queue that it came from.
    public var queue: String?
    /// The job's or message's own id.
    public var id: String?
    /// How often it was tried before.
    public var retries: Int?
    /// What else is to be known of it; of a job's data only what may leave the machine.
    public var details: [String: SentryValue] = [:]

    /// A job of a kind.
    public init(_ name: String, queue: String? = nil, id: String? = nil, retries: Int? = nil) {
        self.name = name
        self.queue = queue
        self.id = id
        self.retries = retries
    }

    /// Puts it into the scope that the job runs in.
    func describe(in scope: inout SentryScopeData) {
        scope.transaction = name
        scope.tags["job"] = name
        scope.tags["queue"] = queue
        var fields = details
        fields["name"] = .string(name)
        fields["queue"] = queue.map { .string($0) }
        fields["id"] = id.map { .string($0) }
        fields["retries"] = retries.map { .integer(Int64($0)) }
        scope.contexts["job"] = .object(fields)
    }
}
