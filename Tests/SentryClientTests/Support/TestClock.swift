import SentryClient
import SentryProtocol
import Synchronization

/// Clocks that a test sets forward.
final class TestClock: Sendable {
    private let offset = Atomic<Int>(0)

    func advance(seconds: Int) { offset.add(seconds, ordering: .sequentiallyConsistent) }

    var clock: SentryClock {
        SentryClock(
            now: { SentryTimestamp(microseconds: SentryClock.system.now().microseconds + self.microseconds) },
            monotonic: { SentryClock.system.monotonic() + Double(self.microseconds) / 1e6 })
    }

    private var microseconds: Int64 { Int64(offset.load(ordering: .sequentiallyConsistent)) * 1_000_000 }
}
