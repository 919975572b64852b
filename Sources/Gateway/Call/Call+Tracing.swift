import Dialects
import Ledger

extension Call {
    /// Notes an attempt, where the call is traced.
    func noteAttempt(isReused: Bool) {
        guard trace?.isRecorded == true else { return }
        attempts.append((at: timeline.requestSent, isReused: isReused, outcome: nil))
    }

    /// An attempt at the provider has ended: tells the observer, and notes it.
    func attemptEnded(_ outcome: UpstreamEnded.Outcome, message: String? = nil) {
        if let last = attempts.indices.last { attempts[last].outcome = outcome }
        loop.observer.upstreamEnded(.init(provider: record.provider, outcome: outcome, message: message))
    }

    /// Tells the trace of the call's end.
    func endTrace(now: Int64) {
        guard let trace, trace.isRecorded else { return }
        let clock = TraceClock(now: now)
        let provider = provider
        let metered = relay.metered
        let said = RequestSaid(self, trace.contentLimits)
        trace.ended(
            TracedCall(
                record: record,
                request: TracedCall.Request(
                    method: method, path: route.path, host: provider.host, port: provider.port,
                    isSecured: provider.tls != nil, choices: facts?.choices ?? 1, outputCap: facts?.outputCap,
                    parameters: said.parameters),
                timing: TracedCall.Timing(
                    begun: clock.wall(timeline.begun), sent: clock.wall(timeline.requestSent),
                    firstByte: clock.wall(timeline.firstAnswerByte), firstContent: clock.wall(timeline.firstContent),
                    ended: clock.wall(now)),
                attempts: attempts.enumerated().map { index, attempt in
                    // The end of a stream is released while the connection may still be this call's.
                    let isAnswered = index == attempts.count - 1 && relay.providerStatus > 0
                    let answered = relay.providerStatus >= 400 ? UpstreamEnded.Outcome.errorStatus : .ok
                    return TracedCall.Attempt(
                        at: clock.wall(attempt.at), isReused: attempt.isReused,
                        outcome: attempt.outcome ?? (isAnswered ? answered : nil))
                },
                finishReasons: metered.finishReasons, responseID: metered.id,
                content: said.content.map { request in
                    TracedCall.Content(
                        request: request, answers: relay.content, isCut: request.isCut || relay.contentIsCut)
                }))
    }
}

/// Turns readings of the monotonic clock into time of day, by one pair of readings.
struct TraceClock {
    private let offset: Int64

    /// `now` is a reading of the monotonic clock just made.
    init(now: Int64) { offset = CallClock.wallMicroseconds() * 1_000 - now }

    /// Nanoseconds since 1970; 0 stays 0.
    func wall(_ monotonic: Int64) -> UInt64 { monotonic > 0 ? UInt64(max(0, monotonic + offset)) : 0 }
}

extension TracedRefusal {
    /// A request that began at `begun`, a reading of the monotonic clock, and is turned away now.
    init(_ reason: CallRefused.Reason, _ status: Int, method: String, path: String?, begun: Int64) {
        let now = CallClock.monotonicNanoseconds()
        let clock = TraceClock(now: now)
        self.init(
            reason: reason, status: status, method: method, path: path, begun: clock.wall(begun), ended: clock.wall(now)
        )
    }
}
