import SentryClient
import SentryProtocol
import Testing

@Suite struct SentryOptionsTests {
    @Test func `without a DSN the client is off, and every call does nothing`() async throws {
        let options = try SentryOptions(environment: ["SENTRY_DSN": " \t", "SENTRY_RELEASE": "r"])
        #expect(options.dsn == nil)
        let client = SentryClient(options)
        #expect(!client.isEnabled)
        #expect(client.capture(Plain()) == nil)
        #expect(client.capture(message: "x") == nil)
        client.addBreadcrumb(SentryBreadcrumb("x"))
        client.recordSession(.exited)
        #expect(await client.flush())
        #expect(client.traceHeaders().isEmpty)
        #expect(
            await client.captureDurably(SentryEvent(at: SentryTimestamp(microseconds: 0))) == .discarded(.internalError)
        )
        await client.close()
        #expect(client.statistics == SentryStatistics())
    }

    @Test func `the variables say it all`() throws {
        let options = try SentryOptions(environment: [
            "SENTRY_DSN": " https://k@h/1 ", "SENTRY_ENVIRONMENT": "staging", "SENTRY_RELEASE": "a@2",
            "SENTRY_DIST": "7", "SENTRY_SERVER_NAME": "node", "SENTRY_SAMPLE_RATE": "0.5",
            "SENTRY_TRACES_SAMPLE_RATE": "1", "SENTRY_DEBUG": "True", "SENTRY_SEND_DEFAULT_PII": "1",
            "SENTRY_DATA_DIR": "x", "SENTRY_MONTHLY_EVENTS": "5000", "SENTRY_MONTHLY_TRANSACTIONS": "10000",
        ])
        #expect(options.dsn?.envelopeURL == "https://h/api/1/envelope/")
        #expect(options.environment == "staging")
        #expect(options.release == "a@2")
        #expect(options.distribution == "7")
        #expect(options.serverName == "node")
        #expect(options.sampleRate == 0.5)
        #expect(options.tracesSampleRate == 1)
        #expect(options.isDebug)
        #expect(options.sendsDefaultPII)
        #expect(options.directory == "x")
        #expect(options.budget == SentryBudget(eventsPerMonth: 5_000, transactionsPerMonth: 10_000))
        #expect(options.problems.isEmpty)
    }

    @Test func `defaults hold where nothing is set, and what cannot be read is told and passed over`() throws {
        let plain = try SentryOptions(environment: ["SENTRY_DSN": "https://k@h/1"])
        #expect(plain.environment == "production")
        #expect(plain.tracesSampleRate == 0.2)
        #expect(plain.sampleRate == 1)
        #expect(plain.budget == nil)
        let odd = try SentryOptions(environment: [
            "SENTRY_SAMPLE_RATE": "2", "SENTRY_TRACES_SAMPLE_RATE": "nan", "SENTRY_DEBUG": "maybe",
            "SENTRY_MONTHLY_EVENTS": "-1", "SENTRY_MONTHLY_TRANSACTIONS": "1e9",
        ])
        #expect(odd.sampleRate == 1)
        #expect(odd.tracesSampleRate == 0.2)
        #expect(odd.problems.count == 5)
    }

    @Test func `a malformed DSN is a clear error, not a crash`() {
        #expect(throws: SentryDSNError(code: .project)) {
            try SentryOptions(environment: ["SENTRY_DSN": "https://k@h"])
        }
    }
}
