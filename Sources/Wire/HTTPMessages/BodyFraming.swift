/// Where a message's body ends (RFC 9112, section 6.3).
public enum BodyFraming: Sendable, Hashable {
    /// No body: the head is the whole message.
    case none
    /// Exactly so many bytes; may be 0.
    case length(Int)
    /// Chunks, for ``ChunkedDecoder``.
    case chunked
    /// Everything until the connection is closed; responses only.
    case untilClose
}
