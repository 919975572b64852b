import FoundationEssentials
package import SentryProtocol

/// The two clocks of a client; a seam for tests.
package struct SentryClock: Sendable {
    /// The time of day.
    package var now: @Sendable () -> SentryTimestamp
    /// Seconds of a clock that never goes back.
    package var monotonic: @Sendable () -> Double

    package init(now: @escaping @Sendable () -> SentryTimestamp, monotonic: @escaping @Sendable () -> Double) {
        self.now = now
        self.monotonic = monotonic
    }

    /// The system's.
    package static let system: SentryClock = {
        let start = ContinuousClock.now
        return SentryClock(
            now: { SentryTimestamp(seconds: Date().timeIntervalSince1970) },
            monotonic: { (ContinuousClock.now - start) / .seconds(1) })
    }()
}
