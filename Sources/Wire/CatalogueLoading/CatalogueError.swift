/// Why a catalogue cannot be read.
public struct CatalogueError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What kind of fault it is.
    public enum Code: Sendable, Hashable {
        /// The first line is not that of a catalogue of a version that is known here.
        case header
        /// The last line is missing, or counts other lines than there are.
        case truncated
        /// A line of unknown kind, or one that has no owner above it.
        case line
        /// A field that cannot be read.
        case field
    }

    public var code: Code
    /// From 1.
    public var line: Int
    /// A sentence with what was found.
    public var reason: String

    /// A fault in `line`.
    public init(_ code: Code, line: Int, _ reason: String) {
        self.code = code
        self.line = line
        self.reason = reason
    }

    public var description: String { "price catalogue, line \(line): \(reason)" }
}
