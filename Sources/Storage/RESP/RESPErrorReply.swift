/// An error that the server answered: a word in capitals by convention, then a sentence.
public struct RESPErrorReply: Error, Sendable, Hashable, CustomStringConvertible {
    /// The whole line, such as `WRONGTYPE Operation against a key holding the wrong kind of value`.
    public let message: String

    /// The error whose line is `message`.
    public init(_ message: String) { self.message = message }

    /// The first word, such as `ERR` or `NOSCRIPT`.
    public var code: Substring { message.prefix { $0 != " " } }

    public var description: String { message }
}
