import Glibc

/// Readings of the clocks; plain numbers, so that logic can be tested with any.
enum CallClock {
    /// Nanoseconds that never go back (CLOCK_MONOTONIC).
    static func monotonicNanoseconds() -> Int64 { read(CLOCK_MONOTONIC) }

    /// Microseconds since 1970.
    static func wallMicroseconds() -> Int64 { read(CLOCK_REALTIME) / 1000 }

    private static func read(_ clock: clockid_t) -> Int64 {
        var time = timespec()
        clock_gettime(clock, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }
}
