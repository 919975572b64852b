import Synchronization

/// Tasks that wait until everything captured before is delivered, or cannot be for now.
final class FlushWaiters: Sendable {
    private struct State {
        var next = 0
        var waiting: [Int: CheckedContinuation<Bool, Never>] = [:]
        var isOver = false
    }

    private let state = Mutex(State())

    /// Whether everything was delivered within `limit`; `asked` is called once the caller is among those who wait.
    func wait(_ limit: Duration, asked: () -> Void) async -> Bool {
        let number = state.withLock { state in
            state.next += 1
            return state.next
        }
        // Unstructured: it must fire while the calling task is suspended, cancelled or not.
        let timer = Task {
            try await Task.sleep(for: limit)
            self.finish(number)
        }
        defer { timer.cancel() }
        return await withCheckedContinuation { continuation in
            let isOver = state.withLock { state in
                if !state.isOver { state.waiting[number] = continuation }
                return state.isOver
            }
            if isOver { continuation.resume(returning: false) } else { asked() }
        }
    }

    /// The numbers of those who wait by now.
    var numbers: [Int] { state.withLock { Array($0.waiting.keys) } }

    /// Tells those of `numbers`.
    func finish(_ numbers: [Int], isDelivered: Bool) {
        let waiting = state.withLock { state in numbers.compactMap { state.waiting.removeValue(forKey: $0) } }
        for each in waiting { each.resume(returning: isDelivered) }
    }

    /// Nothing more will be delivered.
    func end(isDelivered: Bool) {
        let waiting = state.withLock { state in
            state.isOver = true
            defer { state.waiting = [:] }
            return state.waiting
        }
        for each in waiting.values { each.resume(returning: isDelivered) }
    }

    private func finish(_ number: Int) { finish([number], isDelivered: false) }
}
