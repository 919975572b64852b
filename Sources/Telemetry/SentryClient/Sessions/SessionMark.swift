import Synchronization

/// Whether an error was captured during a session.
final class SessionMark: Sendable {
    private let errored = Atomic(false)

    var isErrored: Bool { errored.load(ordering: .relaxed) }

    func mark() { errored.store(true, ordering: .relaxed) }
}
