import SentryProtocol
import Testing

@Suite struct SentryReportTests {
    @Test func `MUST 6: a limit on any answer is obeyed by category, and the longest is kept`() {
        var limits = SentryRateLimits()
        limits.update(
            status: 200, limits: "60:error;transaction:organization, 2700:session:key:why", retryAfter: nil, now: 100)
        #expect(limits.remaining(.error, now: 100) == 60)
        #expect(limits.remaining(.transaction, now: 130) == 30)
        #expect(limits.remaining(.session, now: 100) == 2_700)
        #expect(!limits.isLimited(.attachment, now: 100))
        limits.update(status: 200, limits: "5:error:key", retryAfter: nil, now: 101)
        #expect(limits.remaining(.error, now: 100) == 60)
        limits.update(status: 200, limits: "600:error:key", retryAfter: nil, now: 101)
        #expect(limits.remaining(.error, now: 101) == 600)
        #expect(!limits.isLimited(.error, now: 702))
    }

    @Test func `no categories means all, unknown ones none`() {
        var limits = SentryRateLimits()
        limits.update(
            status: 200, limits: "60:future_thing;metric_bucket:organization:x:custom", retryAfter: nil, now: 0)
        #expect(SentryDataCategory.allCases.allSatisfy { !limits.isLimited($0, now: 0) })
        limits.update(status: 429, limits: "30::organization", retryAfter: 5, now: 0)
        #expect(SentryDataCategory.allCases.allSatisfy { limits.remaining($0, now: 0) == 30 })
    }

    @Test(
        "Retry-After counts on a 429 only, 60 seconds where there is nothing",
        arguments: [
            (429, Double?.some(7), 7.0), (429, nil, 60), (429, -5, 0), (429, 1e9, 86_400), (200, 7, 0), (503, 7, 0),
        ])
    func retryAfter(_ status: Int, _ seconds: Double?, _ expected: Double) {
        var limits = SentryRateLimits()
        limits.update(status: status, limits: nil, retryAfter: seconds, now: 10)
        #expect(limits.remaining(.error, now: 10) == expected)
    }

    @Test(
        "malformed limits do no harm",
        arguments: [
            ("", 0.0), (",,", 0), ("error", 0), ("x:error", 60), ("-1:error", 60), ("nan:error", 60),
            ("1e400:error", 60),
            (" 9 : error ;  :x", 9), ("3.5:error", 3.5), ("999999999:error:x", 86_400), (":error", 60),
            ("1:internal", 0),
        ])
    func malformed(_ text: String, _ expected: Double) {
        var limits = SentryRateLimits()
        limits.update(status: 200, limits: text, retryAfter: nil, now: 0)
        #expect(limits.remaining(.error, now: 0) == expected)
        #expect(!limits.isLimited(.internal, now: 0))
    }

    @Test func `a client report counts by reason and category; a transaction also its spans and one`() throws {
        var report = SentryClientReport()
        #expect(report.item(at: SentryTimestamp(microseconds: 0)) == nil)
        report.add(.queueOverflow, .error, 2)
        report.add(.queueOverflow, .error)
        report.add(.sendError, .internal)
        report.add(.sendError, .error, 0)
        var item = SentryEnvelopeItem(.transaction, payload: [])
        item.spanCount = 4
        report.add(.rateLimitBackoff, item: item)
        let payload = try #require(report.item(at: SentryTimestamp(microseconds: 0))).payload
        #expect(
            String(decoding: payload, as: UTF8.self) == """
                {"discarded_events":[{"category":"error","quantity":3,"reason":"queue_overflow"},\
                {"category":"span","quantity":5,"reason":"ratelimit_backoff"},\
                {"category":"transaction","quantity":1,"reason":"ratelimit_backoff"}],\
                "timestamp":"1970-01-01T00:00:00.000000Z"}
                """)
        var sum = report
        sum.add(report)
        #expect(sum.discarded[.init(.queueOverflow, .error)] == 6)
        for reason in SentryDiscardReason.allCases {
            for category in SentryDataCategory.allCases { sum.add(reason, category, .max) }
        }
        let full = try #require(sum.item(at: SentryTimestamp(microseconds: 0)))
        #expect(full.payload.count <= 4_096)
        #expect(SentryValue(json: full.payload) != nil)
    }

    @Test func `MUST 15: sessions are aggregated by minute and outcome, at most 100 minutes`() throws {
        var sessions = SentrySessionAggregates()
        #expect(sessions.item(release: "r", environment: nil) == nil)
        let minute = SentryTimestamp(seconds: 1_700_000_040)
        for _ in 0..<3 { sessions.add(.exited, started: minute) }
        sessions.add(.errored, started: SentryTimestamp(seconds: 1_700_000_059.9))
        sessions.add(.crashed, started: SentryTimestamp(seconds: 1_700_000_100))
        let item = try #require(sessions.item(release: "app@1", environment: "test"))
        #expect(item.type == .sessions)
        #expect(
            String(decoding: item.payload, as: UTF8.self) == """
                {"aggregates":[{"errored":1,"exited":3,"started":"2023-11-14T22:14:00Z"},\
                {"crashed":1,"started":"2023-11-14T22:15:00Z"}],"attrs":{"environment":"test","release":"app@1"}}
                """)
        for index in 0..<200 { sessions.add(.exited, started: SentryTimestamp(seconds: Double(index) * 60)) }
        #expect(sessions.dropped == 102)
        #expect(sessions.count == 5 + 98)
    }
}
