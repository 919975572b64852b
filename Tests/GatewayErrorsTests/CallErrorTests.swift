import Gateway
import GatewayErrors
import SentryProtocol
import Testing
import Usage

@Suite struct CallErrorTests {
    @Test func `a provider's failure is an event that says who, what and where, and no more`() throws {
        let recorder = Recorder()
        recorder.errors().callSettled(failedCall(.rateLimit, status: 429))
        let event = try #require(recorder.events.first)
        #expect(recorder.events.count == 1)
        #expect(event.fingerprint == ["tollgate", "call", "openai", "rate_limit", "gpt-4o-mini"])
        #expect(event.level == .warning && event.logger == "tollgate" && event.transaction == "chat.completions")
        let exception = try #require(event.exceptions.first)
        #expect(exception.type == "rate_limit")
        #expect(exception.value == "openai answered 429 to chat.completions (gpt-4o-mini)")
        #expect(exception.mechanism?.isHandled == true)
        #expect(event.user?.id == "alice")
        #expect(event.trace.map { "\($0.traceID)" } == "0af7651916cd43dd8448eb211c80319c")
        #expect(event.tags["component"] == "search" && event.tags["status"] == "429")
        #expect(event.tags["provider"] == "openai" && event.tags["model"] == "gpt-4o-mini")
        #expect(event.tags["provider_request_id"] == "req_abc" && event.tags["request_id"] != nil)
        #expect(!event.encoded.text(contains: "key-1"))
    }

    @Test func `a traced call's event belongs to its span`() throws {
        let recorder = Recorder()
        var call = failedCall(.timeout)
        call.span = SpanReference(traceIDHigh: 1, traceIDLow: 2, spanID: 3)
        recorder.errors().callSettled(call)
        let trace = try #require(recorder.events.first?.trace)
        #expect(trace.traceID == SentryTraceID(high: 1, low: 2) && trace.spanID == SentrySpanID(3))
    }

    @Test(arguments: [
        (ErrorType.timeout, SentryLevel.error), (.serverError, .error), (.authentication, .error),
        (.upstreamUnreachable, .error), (.rateLimit, .warning),
    ])
    func `what a provider does wrong is reported`(type: ErrorType, level: SentryLevel) {
        let recorder = Recorder()
        recorder.errors().callSettled(failedCall(type))
        #expect(recorder.events.map(\.level) == [level])
    }

    @Test(arguments: [ErrorType.budgetExceeded, .invalidRequest, .contentFilter], ErrorReporting.allCases)
    func `what is nobody's fault here is reported as it is set`(type: ErrorType, reporting: ErrorReporting) {
        let recorder = Recorder()
        let errors =
            type == .budgetExceeded
            ? recorder.errors(budgetRefusals: reporting, callerErrors: .off)
            : recorder.errors(budgetRefusals: .off, callerErrors: reporting)
        errors.callSettled(failedCall(type, status: 400))
        #expect(recorder.breadcrumbs.count == (reporting == .breadcrumb ? 1 : 0))
        #expect(recorder.events.map(\.level) == (reporting == .warning ? [.warning] : []))
    }

    @Test func `a model that was never answered has its failures to itself, so many models at most`() {
        let recorder = Recorder()
        let errors = recorder.errors()
        for number in 1...200 {
            errors.callSettled(
                failedCall(.serverError, model: "model-\(number % 150)", number: Int64(number), label: "other"))
            recorder.advance(by: 3)
        }
        let models = Set(recorder.events.map { $0.fingerprint[4] })
        #expect(models.contains("model-1") && models.contains("other") && models.count == 129)
        let other = recorder.events.first { $0.fingerprint[4] == "other" }
        #expect(other?.exceptions.first?.value?.contains("another model") == true)
    }

    @Test func `a call without an error is nothing`() {
        let recorder = Recorder()
        let errors = recorder.errors(budgetRefusals: .warning, callerErrors: .warning)
        errors.callSettled(failedCall(nil, status: 200))
        errors.tick()
        #expect(recorder.events.isEmpty && recorder.breadcrumbs.isEmpty && recorder.unsent == 0)
    }

    @Test func `failures are grouped by provider, kind and model, not by message`() {
        let recorder = Recorder()
        let errors = recorder.errors()
        errors.callSettled(failedCall(.serverError, status: 500, number: 1))
        errors.callSettled(failedCall(.serverError, status: 503, number: 2))
        errors.callSettled(failedCall(.serverError, model: "gpt-4o", number: 3))
        #expect(Set(recorder.events.map(\.fingerprint)).count == 2)
        #expect(recorder.events.count == 2 && recorder.unsent == 1)
    }
}

extension SentryValue {
    /// Whether the JSON has `part` anywhere.
    func text(contains part: String) -> Bool { String(decoding: json, as: UTF8.self).contains(part) }
}
