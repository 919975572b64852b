import SentryProtocol

/// What callers and the client's own task share.
struct SentryCore: Sendable {
    let queue: CaptureQueue
    let bell = Bell()
    let tally = Tally()
    let sessions = SessionBook()
    let control = DeliveryControl()
    let clock: SentryClock
    let started: SentryTimestamp
    /// Of what is captured outside of every scope.
    let trace = SentryActiveTrace(SentryTraceContext())

    init(_ options: SentryOptions, clock: SentryClock) {
        queue = CaptureQueue(maximum: options.maximumQueue)
        self.clock = clock
        started = clock.now()
    }
}
