import Gateway
import GatewayErrors
import Ledger
import SentryProtocol
import Testing
import Usage

/// MUST 15: how requests ended, by the minute in which they began.
@Suite struct ReleaseHealthTests {
    @Test(arguments: [
        (nil as ErrorType?, SentrySessionAggregates.Outcome.exited), (.timeout, .errored), (.serverError, .errored),
        (.authentication, .errored), (.upstreamUnreachable, .errored), (.rateLimit, .exited),
        (.budgetExceeded, .exited), (.invalidRequest, .exited), (.contentFilter, .exited),
    ])
    func `a call is a session, errored where somebody has failed`(
        type: ErrorType?, outcome: SentrySessionAggregates.Outcome
    ) {
        let recorder = Recorder()
        let errors = recorder.errors(callerErrors: .warning)
        // A storm's failures are not reported one by one, but each is a session.
        for number in 1...100 { errors.callSettled(failedCall(type, number: Int64(number))) }
        #expect(recorder.sessions.count(of: outcome) == 100 && recorder.sessions.count == 100)
    }

    @Test func `a call whose row came too late is errored`() {
        let recorder = Recorder()
        recorder.errors().callSettled(failedCall(nil, status: 200, committed: false))
        #expect(recorder.sessions.count(of: .errored) == 1)
    }

    @Test func `a refusal is a session, errored where the gateway has failed; a connection without an answer is none`()
    {
        let recorder = Recorder()
        let errors = recorder.errors()
        for reason in CallRefused.Reason.allCases {
            errors.callRefused(CallRefused(reason: reason, status: 400))
            errors.callRefused(CallRefused(reason: reason, status: 0))
        }
        #expect(recorder.sessions.count == CallRefused.Reason.allCases.count)
        #expect(recorder.sessions.count(of: .errored) == 2)
    }

    @Test func `sessions are counted in the minute in which they began`() throws {
        let recorder = Recorder()
        var late = failedCall(.timeout)
        late.record.startedAt += 61_000_000
        let errors = recorder.errors()
        errors.callSettled(failedCall(nil, status: 200))
        errors.callSettled(failedCall(.timeout))
        errors.callSettled(late)
        let item = try #require(recorder.sessions.item(release: "r@1", environment: nil))
        let text = String(decoding: item.payload, as: UTF8.self)
        #expect(
            text
                == #"{"aggregates":[{"errored":1,"exited":1,"started":"2027-01-15T08:00:00Z"},"#
                + #"{"errored":1,"started":"2027-01-15T08:01:00Z"}],"attrs":{"release":"r@1"}}"#)
    }
}
