public import Usage

/// An answer that the gateway gives itself, instead of the provider.
public struct Refusal: Error, Sendable, Hashable {
    /// The HTTP status.
    public var status: Int
    /// What went wrong, for programs: `budget_exceeded`, `upstream_unreachable`.
    public var code: String
    /// What went wrong and what to do, for people.
    public var message: String
    /// What it counts as.
    public var errorType: ErrorType

    /// A refusal with `status`.
    public init(status: Int, code: String, message: String, errorType: ErrorType) {
        self.status = status
        self.code = code
        self.message = message
        self.errorType = errorType
    }
}
