import Synchronization

/// Opens once; tasks wait for it, with a time limit.
final class Latch: Sendable {
    private struct State {
        var isOpen = false
        var next = 0
        var waiting: [Int: CheckedContinuation<Bool, Never>] = [:]
    }

    private let state = Mutex(State())

    func open() {
        let waiting = state.withLock { state in
            state.isOpen = true
            defer { state.waiting = [:] }
            return state.waiting
        }
        for each in waiting.values { each.resume(returning: true) }
    }

    var isOpen: Bool { state.withLock { $0.isOpen } }

    /// False where the time was up first, also when whoever opens it hangs.
    func wait(_ limit: Duration) async -> Bool {
        let number = state.withLock { state in
            state.next += 1
            return state.next
        }
        // Unstructured: it must fire while the calling task is suspended, cancelled or not.
        let timer = Task {
            try await Task.sleep(for: limit)
            self.giveUp(number)
        }
        defer { timer.cancel() }
        return await withCheckedContinuation { continuation in
            let isOpen = state.withLock { state in
                if !state.isOpen { state.waiting[number] = continuation }
                return state.isOpen
            }
            if isOpen { continuation.resume(returning: true) }
        }
    }

    private func giveUp(_ number: Int) {
        state.withLock { $0.waiting.removeValue(forKey: number) }?.resume(returning: false)
    }
}
