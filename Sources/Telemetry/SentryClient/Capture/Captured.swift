import SentryProtocol
import StackTraces

/// What waits for the client's own task: as much as had to be taken where it happened, and no work done on it.
enum Captured: Sendable {
    case event(CapturedEvent)
    /// Made when its turn comes; nil = there is nothing to tell after all.
    case transaction(@Sendable () -> SentryTransaction?, spanCount: Int)
}

struct CapturedEvent: Sendable {
    enum Subject: Sendable {
        case error(any Error, SentryMechanism)
        case message(SentryMessage)
        case event(SentryEvent)
    }

    var id: SentryEventID
    var time: SentryTimestamp
    var level: SentryLevel?
    var subject: Subject
    var stack: StackTrace?
    /// The calling task's, and the process's own; put together later.
    var scope: SentryScopeData
    var outer: SentryScopeData
    var trace: SentryActiveTrace
    /// Told when it is on disk, delivered or given up.
    var told: (@Sendable (SentryDelivery) -> Void)?

    var error: (any Error)? {
        if case .error(let error, _) = subject { return error }
        return nil
    }
}
