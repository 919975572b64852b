import Synchronization

/// What waits for the client's own task, bounded; adding never waits.
final class CaptureQueue: Sendable {
    private struct State {
        var items: [Captured] = []
        /// Items before this one are taken out already.
        var first = 0
        var isClosed = false
    }

    private let maximum: Int
    private let state = Mutex(State())

    init(maximum: Int) { self.maximum = max(1, maximum) }

    enum Added { case queued, full, closed }

    /// - Parameter isForced: It is taken even where the queue is full.
    func add(_ item: Captured, isForced: Bool = false) -> Added {
        state.withLock { state in
            if state.isClosed { return .closed }
            guard isForced || state.items.count - state.first < maximum else { return .full }
            state.items.append(item)
            return .queued
        }
    }

    func take() -> Captured? {
        state.withLock { state in
            guard state.first < state.items.count else { return nil }
            let item = state.items[state.first]
            state.first += 1
            if state.first == state.items.count || state.first >= 64 {
                state.items.removeFirst(state.first)
                state.first = 0
            }
            return item
        }
    }

    /// Whether there is no room; false where it is closed.
    var isFull: Bool { state.withLock { !$0.isClosed && $0.items.count - $0.first >= maximum } }

    var count: Int { state.withLock { $0.items.count - $0.first } }

    func close() { state.withLock { $0.isClosed = true } }
}
