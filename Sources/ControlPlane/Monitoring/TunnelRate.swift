import Synchronization

/// How many envelopes may still pass in a minute, all senders together.
final class TunnelRate: Sendable {
    private struct State {
        var minute: Int64 = .min
        var passed = 0
    }

    private let limit: Int
    private let state = Mutex(State())

    init(limit: Int) { self.limit = limit }

    /// Counts one more; nil = it may pass, otherwise the seconds until one may.
    ///
    /// - Parameter now: Microseconds since 1970.
    func take(at now: Int64) -> Int? {
        let second = now / 1_000_000
        return state.withLock { state in
            if state.minute != second / 60 {
                state.minute = second / 60
                state.passed = 0
            }
            guard state.passed < limit else { return Int(60 - second % 60) }
            state.passed += 1
            return nil
        }
    }
}
