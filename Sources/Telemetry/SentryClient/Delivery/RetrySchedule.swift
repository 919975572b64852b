/// When a receiver that could not be reached is tried again: after 1 s, 2 s, … 60 s, each with some chance in it.
struct RetrySchedule {
    private var failures = 0
    /// Before this nothing is tried; seconds of the client's monotonic clock.
    private(set) var next = 0.0

    var isWaiting: Bool { failures > 0 }

    mutating func failed(now: Double) {
        failures = min(failures + 1, 7)
        let delay = min(60, Double(1 << (failures - 1)))
        next = now + delay * Double.random(in: 0.75...1.25)
    }

    mutating func succeeded() {
        failures = 0
        next = 0
    }

    /// Somebody waits: it is tried now.
    mutating func hurry() { next = 0 }
}
