import Glibc

/// The two clocks that a ledger reads; tests bring their own.
public struct LedgerClock: Sendable {
    /// Microseconds since 1970, UTC.
    public var wall: @Sendable () -> Int64
    /// Nanoseconds of a clock that never goes back.
    public var monotonic: @Sendable () -> UInt64

    /// A clock of two functions.
    public init(wall: @escaping @Sendable () -> Int64, monotonic: @escaping @Sendable () -> UInt64) {
        self.wall = wall
        self.monotonic = monotonic
    }

    /// The system's clocks.
    public static let system = LedgerClock(
        wall: {
            let time = read(CLOCK_REALTIME)
            return Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1000
        },
        monotonic: {
            let time = read(CLOCK_MONOTONIC)
            return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
        })

    private static func read(_ clock: clockid_t) -> timespec {
        var time = timespec()
        clock_gettime(clock, &time)
        return time
    }
}
