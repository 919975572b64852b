import Ledger
import NIOCore
import Usage

extension Call {
    /// How long the rest of a stream may take after its terminal event, when its client has gone.
    private static let tailNanoseconds: Int64 = 2_000_000_000

    /// Looks at the call's deadlines; `now` in monotonic nanoseconds.
    func tick(now: Int64) {
        let timeouts = loop.settings.timeouts
        switch phase {
        case .forwarded where upstream?.isStalled(now: now, limit: timeouts.upstreamIdle.nanoseconds) ?? false:
            upstream?.fail(
                UpstreamFailure(
                    outcome: .idleTimeout,
                    message: "The provider \(record.provider) took nothing of the request for "
                        + "\(timeouts.upstreamIdle.seconds) s."))
        case .forwarded where !isSending && now - timeline.awaiting > timeouts.firstByte.nanoseconds:
            upstream?.fail(
                UpstreamFailure(
                    outcome: .firstByteTimeout,
                    message: "The provider \(record.provider) sent no answer within \(timeouts.firstByte.seconds) s."))
        case .relaying where wantsMore && now - timeline.lastRead > timeouts.upstreamIdle.nanoseconds:
            upstream?.fail(
                UpstreamFailure(
                    outcome: .idleTimeout,
                    message: "The provider \(record.provider) sent nothing for \(timeouts.upstreamIdle.seconds) s."))
        case .forwarded, .relaying:
            guard client == nil, now - timeline.clientGone > timeouts.drain.nanoseconds else { return }
            abandonUpstream()
            settle(nil)
        case .settled where upstream != nil:
            let limit = client == nil ? Self.tailNanoseconds : timeouts.upstreamIdle.nanoseconds
            guard now - timeline.lastRead > limit else { return }
            abandonUpstream()
            flush()
        case .connecting, .settling, .settled: return
        }
    }

    /// The gateway shuts down and waits no longer.
    func cutOff() {
        guard phase == .forwarded || phase == .relaying else {
            if phase == .connecting { clientGone() }
            return
        }
        if !relay.hasOutput, client != nil {
            answerLocally(503, "shutting_down", "The gateway is shutting down.")
        }
        abandonUpstream()
        settle(.serverError)
    }
}

extension TimeAmount {
    /// Whole seconds, for sentences.
    var seconds: Double { Double(nanoseconds) / 1e9 }
}
