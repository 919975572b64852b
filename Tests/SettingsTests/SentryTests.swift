import Settings
import Testing

@Suite struct SentryTests {
    @Test func `without a DSN errors are reported nowhere`() throws {
        let sentry = try load().sentry
        #expect(sentry.dsn == nil && sentry.environment == "production" && sentry.release == nil)
        #expect(sentry.sampleRate == 1 && sentry.tracesSampleRate == 0.2 && !sentry.isDebug)
        #expect(sentry.budgetRefusals == .breadcrumb && sentry.callerErrors == .breadcrumb)
        #expect(sentry.tunnel.isOn && sentry.tunnel.dsns.isEmpty && sentry.tunnel.origins.isEmpty)
        #expect(sentry.tunnel.size == 1 << 20 && sentry.tunnel.rate == 300)
    }

    @Test func `the variables of Sentry's SDKs are read, one's own go before them`() throws {
        let usual = try load(
            "",
            [
                "SENTRY_DSN": "https://abc:hunter2@one/1", "SENTRY_ENVIRONMENT": "staging", "SENTRY_RELEASE": "a@1",
                "SENTRY_SAMPLE_RATE": "0.5", "SENTRY_TRACES_SAMPLE_RATE": "0", "SENTRY_DEBUG": "1",
                "SENTRY_MONTHLY_EVENTS": "5000",
            ])
        #expect(usual.sentry.dsn?.reveal() == "https://abc:hunter2@one/1" && usual.sentry.environment == "staging")
        #expect(usual.sentry.release == "a@1" && usual.sentry.sampleRate == 0.5)
        #expect(usual.sentry.tracesSampleRate == 0 && usual.sentry.isDebug && usual.sentry.monthlyEvents == 5000)
        #expect(!usual.describe().contains("hunter2") && usual.warnings == [])
        let own = try load("", ["SENTRY_DSN": "https://a@one/1", "TOLLGATE_SENTRY_DSN": "https://b@two/2"])
        #expect(own.sentry.dsn?.reveal() == "https://b@two/2")
    }

    @Test func `the file says all of it, lists as lists`() throws {
        let settings = try load(
            """
            sentry:
              dsn: https://abc@sentry.example/1
              budget_refusals: warning
              caller_errors: off
              tunnel_dsns: [https://def@sentry.example/2]
              tunnel_origins:
                - https://Shop.example
                - http://localhost:3000
              tunnel_size: 64KiB
              tunnel_rate: 10
            """)
        #expect(settings.sentry.budgetRefusals == .warning && settings.sentry.callerErrors == .off)
        #expect(settings.sentry.tunnel.dsns.map { $0.reveal() } == ["https://def@sentry.example/2"])
        #expect(settings.sentry.tunnel.origins == ["https://shop.example", "http://localhost:3000"])
        #expect(settings.sentry.tunnel.size == 65_536 && settings.sentry.tunnel.rate == 10)
    }

    @Test(arguments: [
        ("SENTRY_DSN", "https://a@b/1\u{7F}"), ("SENTRY_SAMPLE_RATE", "1.5"), ("SENTRY_TRACES_SAMPLE_RATE", "nan"),
        ("SENTRY_ENVIRONMENT", "a/b"), ("SENTRY_RELEASE", "a b"), ("TOLLGATE_SENTRY_BUDGET_REFUSALS", "loud"),
        ("TOLLGATE_SENTRY_TUNNEL_ORIGINS", "https://a.example/path"), ("TOLLGATE_SENTRY_TUNNEL_ORIGINS", "*"),
        ("TOLLGATE_SENTRY_TUNNEL_ORIGINS", "null"), ("TOLLGATE_SENTRY_TUNNEL_DSNS", "nothing"),
        ("TOLLGATE_SENTRY_TUNNEL_SIZE", "1GiB"), ("TOLLGATE_SENTRY_TUNNEL_RATE", "0"), ("SENTRY_MONTHLY_EVENTS", "-1"),
    ])
    func `what cannot be meant is a problem at its place`(name: String, value: String) {
        #expect(problems("", [name: value]).map(\.path) == [name])
    }

    @Test func `pages' projects without one's own are warned of`() throws {
        let settings = try load("sentry: {tunnel_dsns: 'https://a@b/1'}")
        #expect(settings.warnings.map(\.path) == ["sentry.tunnel_dsns"])
    }
}
