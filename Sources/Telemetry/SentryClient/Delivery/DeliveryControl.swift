import Synchronization

/// What callers ask of the client's own task.
final class DeliveryControl: Sendable {
    private struct State {
        var isClosing = false
        var isHurried = false
    }

    private let state = Mutex(State())
    /// Open when the task has ended.
    let finished = Latch()
    let flushes = FlushWaiters()

    /// Everything that waits is to be sent, and then nothing more will come.
    func close() {
        state.withLock { state in
            state.isClosing = true
            state.isHurried = true
        }
    }

    var isClosing: Bool { state.withLock { $0.isClosing } }

    /// Somebody waits for what is there to be sent.
    func hurry() { state.withLock { $0.isHurried = true } }

    func takeHurry() -> Bool {
        state.withLock { state in
            defer { state.isHurried = false }
            return state.isHurried
        }
    }
}
