import Synchronization

/// Counts spans that were given up, by reason.
public final class SpanDrops: Sendable {
    /// Why spans were given up.
    public enum Reason: String, Sendable, Hashable, CaseIterable {
        /// The queue was full when they ended: they come faster than the exporter takes them.
        case queueFull = "queue_full"
        /// The exporter answered with an error that is not to be tried again.
        case rejected
        /// The exporter could not be reached, or went on asking to try later, until the time was up.
        case unavailable
        /// They were more than may be sent at once.
        case tooLarge = "too_large"
        /// The time for the last flush was up.
        case shutdown
    }

    private let counts = Mutex<[Reason: Int]>([:])
    private let told: @Sendable (Reason, Int) -> Void

    /// Counts from 0; `told` hears of each drop, on the thread that drops.
    public init(told: @escaping @Sendable (Reason, Int) -> Void = { _, _ in }) { self.told = told }

    /// What was dropped so far for `reason`.
    public subscript(_ reason: Reason) -> Int { counts.withLock { $0[reason] ?? 0 } }

    /// What was dropped so far.
    public var total: Int { counts.withLock { $0.values.reduce(0, +) } }

    func add(_ count: Int, _ reason: Reason) {
        guard count > 0 else { return }
        counts.withLock { $0[reason, default: 0] += count }
        told(reason, count)
    }
}
