/// Why bytes are not the JSON that was asked for (RFC 8259).
public struct JSONScanError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What is wrong.
    public enum Code: String, Sendable, Hashable, CaseIterable {
        case unexpectedEnd = "the text ends too early"
        case unexpectedByte = "unexpected byte"
        case badString = "a string with a control character or a bad escape"
        case badNumber = "a malformed number"
        case tooDeep = "nested too deeply"
        case trailingBytes = "bytes after the value"
    }

    public var code: Code
    /// Where, in bytes from the beginning of the text.
    public var offset: Int

    /// The error `code` at `offset`.
    @inlinable
    public init(_ code: Code, at offset: Int) {
        self.code = code
        self.offset = offset
    }

    public var description: String { "\(code.rawValue) at byte \(offset)" }
}
