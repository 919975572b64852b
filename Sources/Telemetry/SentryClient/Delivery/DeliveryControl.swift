import Synchronization

/// What callers ask of the client's own task.
final class DeliveryControl: Sendable {
    private struct State {
        var isClosing = false
        var isHurried = false
        var namesUntil = Double.infinity
    }

    private let state = Mutex(State())
    /// Open when the task has ended.
    let finished = Latch()
    let flushes = FlushWaiters()

    /// Everything that waits is to be sent, and then nothing more will come.
    ///
    /// - Parameter namesUntil: When stacks are no longer worth waiting for; seconds of the monotonic clock.
    func close(namesUntil: Double = .infinity) {
        state.withLock { state in
            state.namesUntil = min(state.namesUntil, namesUntil)
            state.isClosing = true
            state.isHurried = true
        }
    }

    /// Whether it is too late to look up stacks.
    func isTooLateForNames(at now: Double) -> Bool { state.withLock { now >= $0.namesUntil } }

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
