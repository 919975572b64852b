import RedisClient
import Synchronization

/// Since when the store has not answered, so that calls ride out a moment without it and do not queue up behind a long
/// outage.
///
/// A connection that is made again takes some tens of milliseconds; a process that was stopped finds the commands it had
/// sent beyond their time. Neither is a reason to refuse a call. Once ``patience`` is over, calls are decided at once,
/// until the store answers again.
final class Outage: Sendable {
    private let patience: Duration
    private let clock: SharedClock
    /// Nanoseconds of the monotonic clock; 0 = it answers.
    private let since = Atomic<Int64>(0)

    init(patience: Duration, clock: SharedClock) {
        self.patience = patience
        self.clock = clock
    }

    /// The store has answered.
    func ended() { since.store(0, ordering: .relaxed) }

    /// The store has not answered.
    func noted() {
        _ = since.compareExchange(expected: 0, desired: max(1, clock.monotonic()), ordering: .relaxed)
    }

    /// Waits a little; false when asking again is of no use: by the kind of the error, or because the outage lasts.
    func mayAskAgain(after error: any Error) async -> Bool {
        switch (error as? RedisError)?.code {
        case .timedOut?, .connectionLost?, .unreachable?, .loading?, .readOnly?: break
        default: return false
        }
        let began = since.load(ordering: .relaxed)
        guard began == 0 || clock.monotonic() - began < patience.nanoseconds else { return false }
        do {
            try await Task.sleep(for: .milliseconds(25))
            return true
        } catch {
            // The waiting call was cancelled.
            return false
        }
    }
}
