/// What one look of `tollgate doctor` found, and what to do about it.
struct Finding: Encodable, Equatable, Sendable {
    /// How bad it is.
    enum State: String, Encodable, Sendable {
        case ok
        /// The gateway runs, but not as well or as safely as it could.
        case warning
        /// Something does not work.
        case failure
    }

    /// What was looked at, such as `provider` or `redis`.
    var check: String
    /// Which one: a provider's name, an address, a directory.
    var subject: String
    var state: State
    /// What is the case, one sentence.
    var message: String
    /// What to do, one sentence; nil where nothing is to be done.
    var fix: String?

    static func ok(_ check: String, _ subject: String, _ message: String) -> Finding {
        Finding(check: check, subject: subject, state: .ok, message: message)
    }

    static func warning(_ check: String, _ subject: String, _ message: String, fix: String) -> Finding {
        Finding(check: check, subject: subject, state: .warning, message: message, fix: fix)
    }

    static func failure(_ check: String, _ subject: String, _ message: String, fix: String) -> Finding {
        Finding(check: check, subject: subject, state: .failure, message: message, fix: fix)
    }
}
