/// Why a request's body cannot be understood; the gateway answers 400 with it.
public struct RequestScanError: Error, Sendable, Hashable, CustomStringConvertible {
    /// A sentence for the caller, with the byte where the trouble is.
    public var message: String

    /// The error that says `message`.
    public init(message: String) { self.message = message }

    public var description: String { message }
}
