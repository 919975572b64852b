/// Why a ledger could not be opened, read or written, with a sentence that says what to do.
public struct LedgerError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The kinds of trouble.
    public enum Code: String, Sendable, Hashable, CaseIterable {
        /// Another process holds the data directory.
        case locked
        /// The directory, or a file in it, cannot be made or written.
        case notWritable
        /// No space left, or a quota is used up.
        case diskFull
        /// A file is not what it should be.
        case damaged
        /// The database was written by a newer version.
        case tooNew
        /// Another connection kept the database locked.
        case busy
        /// The ledger has been closed.
        case closed
        /// A request that makes no sense, such as a cursor of another query.
        case invalidQuery
        /// Anything else that the operating system or SQLite reports.
        case failed
    }

    /// What kind.
    public var code: Code
    /// A sentence that a person can act on.
    public var message: String

    /// An error of the kind `code`.
    public init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    public var description: String { message }
}
