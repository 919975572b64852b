/// How large a message's head may be.
///
/// The defaults are those of nginx (`large_client_header_buffers 4 8k`): a line of 8 KiB, four times that in all.
public struct HeadLimits: Sendable, Hashable {
    /// Bytes of the whole head, its blank line included; more is 431.
    public var maximumBytes: Int
    /// Bytes of one line, without its CRLF; a longer request line is 414, a longer field 431.
    public var maximumLineBytes: Int
    /// Fields in a head; more is 431.
    public var maximumFields: Int

    /// Limits for a request's head, unless told otherwise.
    public init(maximumBytes: Int = 32_768, maximumLineBytes: Int = 8_192, maximumFields: Int = 128) {
        self.maximumBytes = maximumBytes
        self.maximumLineBytes = maximumLineBytes
        self.maximumFields = maximumFields
    }

    /// Limits for what a server answers: cookies and content security policies are long.
    public static let response = HeadLimits(maximumBytes: 65_536, maximumLineBytes: 32_768, maximumFields: 256)
}
