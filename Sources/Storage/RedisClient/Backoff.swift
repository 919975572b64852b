/// How long to wait before connecting again: twice as long each time, half of it by chance, so that many gateways do
/// not come at once.
struct Backoff {
    private let shortest: Duration
    private let longest: Duration
    private var attempts = 0

    init(shortest: Duration, longest: Duration) {
        self.shortest = shortest
        self.longest = longest
    }

    /// The next pause.
    mutating func next(using generator: inout some RandomNumberGenerator) -> Duration {
        let whole = min(longest, shortest * (1 << min(attempts, 20)))
        attempts += 1
        return whole / 2 + whole * Int.random(in: 0...1000, using: &generator) / 2000
    }

    /// The connection works: the next pause is the shortest again.
    mutating func reset() { attempts = 0 }
}
