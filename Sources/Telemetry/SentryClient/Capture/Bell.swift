import Synchronization

/// Wakes one task that waits; a ring that nobody waits for is heard by the next wait.
final class Bell: Sendable {
    private struct State {
        var isRung = false
        var waiting: CheckedContinuation<Void, Never>?
    }

    private let state = Mutex(State())

    func ring() {
        let waiting = state.withLock { state in
            guard let waiting = state.waiting.take() else {
                state.isRung = true
                return CheckedContinuation<Void, Never>?.none
            }
            return waiting
        }
        waiting?.resume()
    }

    /// Returns at a ring, or when `limit` is over; for one task only.
    func wait(_ limit: Duration?) async {
        // Unstructured: it only rings, also after the wait is over, which does no harm.
        let timer = limit.map { limit in
            Task {
                try await Task.sleep(for: limit)
                self.ring()
            }
        }
        defer { timer?.cancel() }
        await withCheckedContinuation { continuation in
            let isRung = state.withLock { state in
                if state.isRung {
                    state.isRung = false
                    return true
                }
                state.waiting = continuation
                return false
            }
            if isRung { continuation.resume() }
        }
    }
}
