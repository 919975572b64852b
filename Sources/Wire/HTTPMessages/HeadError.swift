/// Why a message cannot be read safely; the connection is closed after it, since where the next message begins is
/// not known.
public struct HeadError: Error, Sendable, Hashable {
    /// The status to answer with: 400, 414, 431, 501 or 505 for a request, 502 for a response.
    public var status: Int
    /// A sentence for a person; never contains bytes of the message.
    public var reason: String

    /// An error to be answered with `status`.
    public init(status: Int, reason: String) {
        self.status = status
        self.reason = reason
    }
}

extension HeadError {
    static func badRequest(_ reason: String) -> HeadError { HeadError(status: 400, reason: reason) }
}
