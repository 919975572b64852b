/// What came is not RESP, or more than the limits allow; the connection is of no use any more.
public struct RESPFormatError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The kinds of trouble.
    public enum Code: Sendable, Hashable, CaseIterable {
        /// A first byte that begins no type.
        case unknownType
        /// A line that does not end in CR LF, or has one of the two alone.
        case badLine
        /// A number, boolean or length that is none.
        case badNumber
        /// A bulk string that is not followed by CR LF.
        case badBulk
        /// More than ``RESPLimits`` allows.
        case tooLarge
        /// More nested than ``RESPLimits/depth``.
        case tooDeep
    }

    /// What kind.
    public let code: Code
    /// What it is, in words.
    public let description: String

    init(_ code: Code, _ description: String) {
        self.code = code
        self.description = description
    }
}
