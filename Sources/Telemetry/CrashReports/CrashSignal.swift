/// The signal that ended a process.
public struct CrashSignal: Sendable, Hashable {
    /// Its number on Linux.
    public let number: Int

    /// Its name, as `SIGSEGV`.
    public let name: String

    /// What Swift's backtracer calls it.
    private static let described: [(description: String, signal: CrashSignal)] = [
        ("Terminated", CrashSignal(number: 3, name: "SIGQUIT")),
        ("Illegal instruction", CrashSignal(number: 4, name: "SIGILL")),
        ("System trap", CrashSignal(number: 5, name: "SIGTRAP")),
        ("Aborted", CrashSignal(number: 6, name: "SIGABRT")),
        ("Bus error", CrashSignal(number: 7, name: "SIGBUS")),
        ("Floating point exception", CrashSignal(number: 8, name: "SIGFPE")),
        ("Bad pointer dereference", CrashSignal(number: 11, name: "SIGSEGV")),
    ]

    private init(number: Int, name: String) {
        self.number = number
        self.name = name
    }

    /// The signal behind a report's description; nil where the description does not say it.
    ///
    /// A failure that Swift's own checks have found is a trap: SIGILL on x86, SIGTRAP on ARM.
    init?(description: String, architecture: String?) {
        if description.hasPrefix("Swift runtime failure") {
            self = architecture == "x86_64" ? Self.described[1].signal : Self.described[2].signal
            return
        }
        guard let found = Self.described.first(where: { description == $0.description }) else { return nil }
        self = found.signal
    }
}
