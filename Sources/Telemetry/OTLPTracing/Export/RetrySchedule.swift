import WireText

/// When an export is tried again (opentelemetry-proto, `docs/specification.md`, "Failures" and "OTLP/HTTP Throttling").
///
/// A state machine without a clock: told how an attempt ended, it says what to do.
struct RetrySchedule {
    /// How an attempt ended.
    enum Outcome: Sendable {
        case answered(status: Int, retryAfter: String?)
        /// No connection, or a broken one.
        case unanswered
    }

    /// What to do now.
    enum Action: Equatable, Sendable {
        case delivered
        case retry(after: Duration)
        case giveUp(SpanDrops.Reason)
    }

    private static let firstDelay = 1.0
    private static let longestDelay = 30.0
    /// Retries without an end would keep the queue's other spans from being sent.
    private let maximumRetries: Int
    private var retries = 0

    init(maximumRetries: Int = 6) { self.maximumRetries = maximumRetries }

    /// The next step.
    ///
    /// - Parameters:
    ///   - now: Seconds since 1970, for a `Retry-After` that is a date.
    ///   - random: 0…1.
    mutating func next(_ outcome: Outcome, now: Int64, random: Double) -> Action {
        var asked: Double?
        switch outcome {
        case .answered(let status, _) where (200..<300).contains(status): return .delivered
        case .answered(let status, let retryAfter) where [429, 502, 503, 504].contains(status):
            asked = retryAfter.flatMap { RetryAfter.seconds($0, now: now) }
        case .answered: return .giveUp(.rejected)
        case .unanswered: break
        }
        guard retries < maximumRetries else { return .giveUp(.unavailable) }
        // Doubled each time, ± 20 %; what the collector asks for is the least.
        var delay = min(Self.longestDelay, Self.firstDelay * Double(1 << min(retries, 10))) * (0.8 + 0.4 * random)
        if let asked { delay = asked + 0.2 * random }
        retries += 1
        return .retry(after: .milliseconds(Int64((delay * 1_000).rounded(.up))))
    }
}
