/// How much happened in the last minute, by the second.
///
/// A second more than a minute is kept, because the oldest second is only known as a whole: what is counted as a minute
/// is never less than one.
package struct SlidingMinute {
    private static let slots: Int64 = 61
    private var counts = [Int64](repeating: 0, count: Int(Self.slots))
    private var second: Int64 = 0
    package private(set) var total: Int64 = 0

    /// Nothing yet.
    package init() {}

    /// Forgets what is older than a minute at `now`, in seconds of the monotonic clock.
    package mutating func advance(to now: Int64) {
        guard now > second else { return }
        for passed in max(second + 1, now - Self.slots + 1)...now {
            let slot = Int(passed % Self.slots)
            total -= counts[slot]
            counts[slot] = 0
        }
        second = now
    }

    /// Adds `amount` (below zero takes back) to the second `at`; nothing when that is a minute ago.
    package mutating func add(_ amount: Int64, at: Int64) {
        guard at <= second, at > second - Self.slots else { return }
        counts[Int(at % Self.slots)] += amount
        total += amount
    }

    /// Seconds until the total has fallen to `limit`; at most a minute.
    package func secondsUntil(atMost limit: Int64) -> Int64 {
        var rest = total
        for age in (0..<Self.slots).reversed() {
            if rest <= limit { return max(1, Self.slots - age - 1) }
            let at = second - age
            if at >= 0 { rest -= counts[Int(at % Self.slots)] }
        }
        return Self.slots
    }
}
