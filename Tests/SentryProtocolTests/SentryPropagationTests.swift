import SentryProtocol
import Testing

@Suite struct SentryPropagationTests {
    @Test(
        "sentry-trace is read with and without a decision; what is malformed begins a new trace",
        arguments: [
            ("0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-1", Bool?.some(true), true),
            (" 0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-0\t", false, true),
            ("0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331", nil, true),
            ("0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-2", nil, false),
            ("0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-", nil, false),
            ("0AF7651916cd43dd8448eb211c80319c-b7ad6b7169203331", nil, false),
            ("00000000000000000000000000000000-b7ad6b7169203331", nil, false),
            ("0af7651916cd43dd8448eb211c80319c-0000000000000000", nil, false),
            ("0af7651916cd43dd8448eb211c80319c--b7ad6b7169203331", nil, false), ("", nil, false), ("-", nil, false),
            ("1", nil, false), ("0af7651916cd43dd8448eb211c80319ü-b7ad6b7169203331", nil, false),
        ])
    func header(_ text: String, _ isSampled: Bool?, _ isValid: Bool) {
        let header = SentryTraceHeader(text)
        #expect((header != nil) == isValid)
        #expect(header?.isSampled == isSampled)
        if let header {
            #expect(SentryTraceHeader(header.description) == header)
        }
    }

    @Test func `MUST 13: a context that came in is frozen and forwarded, unknown fields included, other baggage kept`()
        throws
    {
        let incoming =
            "other=a%20b;p=1, sentry-trace_id=0af7651916cd43dd8448eb211c80319c,sentry-public_key=k , sentry-release=app%401%2C2,sentry-future=%E2%82%AC,sentry-=x,sentry-empty="
        let context = try #require(SentryDynamicSamplingContext(baggage: incoming))
        #expect(
            context.fields == [
                "trace_id": "0af7651916cd43dd8448eb211c80319c", "public_key": "k", "release": "app@1,2", "future": "€",
            ])
        #expect(SentryDynamicSamplingContext(baggage: context.baggage) == context)
        #expect(
            context.merged(into: "first=1,sentry-public_key=evil, last=2")
                == "first=1, last=2,sentry-future=%E2%82%AC,sentry-public_key=k,sentry-release=app%401%2C2,sentry-trace_id=0af7651916cd43dd8448eb211c80319c"
        )
        #expect(context.merged(into: nil) == context.baggage)
    }

    @Test func `names are passed on as they are, and those that no header can hold are left out`() throws {
        let incoming = "sentry-trace#id=1,sentry-a b=2,sentry-ü=3,sentry-%41=4"
        let context = try #require(SentryDynamicSamplingContext(baggage: incoming))
        #expect(context.baggage == "sentry-%41=4,sentry-ab=2,sentry-trace#id=1")
        #expect(SentryDynamicSamplingContext(baggage: context.baggage) == context)
        #expect(SentryDynamicSamplingContext(fields: ["a,b": "1", "c\r\nd": "2", "ok": "3"]).baggage == "sentry-ok=3")
    }

    @Test(arguments: ["", ",", "other=1", "sentry-", "sentry-=1", "=", "sentry-a", "ssentry-a=1"])
    func `baggage without entries of Sentry gives no context`(_ text: String) {
        #expect(SentryDynamicSamplingContext(baggage: text) == nil)
    }

    @Test func `sampled means sample_rand below sample_rate, and a larger share holds the smaller one`() throws {
        let dsn = try SentryDSN("https://k@h/1")
        var below = 0
        for _ in 0..<2_000 {
            let id = SentryTraceID()
            #expect((0..<1).contains(id.sampleRandom))
            if id.sampleRandom < 0.5 { below += 1 }
            let context = SentryDynamicSamplingContext(traceID: id, dsn: dsn, release: nil, environment: nil)
            #expect(context.fields["sample_rand"].flatMap(Double.init) == id.sampleRandom)
            #expect(context.fields["sample_rand"]?.count == 8)
        }
        #expect((800...1_200).contains(below))
        // Ids of a counter are spread all the same.
        let counted = (1...1_000).filter { SentryTraceID(high: 0, low: $0).sampleRandom < 0.5 }.count
        #expect((400...600).contains(counted))
    }

    @Test func `ids are of their form and never zero`() {
        #expect(SentryEventID("9EC79C33EC9942AB8353589FCB2E04DC") == nil)
        #expect(SentryEventID("9ec79c33") == nil)
        let id = SentryEventID()
        #expect(id.description.count == 32)
        #expect(Array(id.description)[12] == "4")
        #expect("89ab".contains(Array(id.description)[16]))
        #expect(SentryEventID(id.description) == id)
        #expect(SentryTraceID(high: 0, low: 0).description == "00000000000000000000000000000001")
        #expect(SentrySpanID(0).description == "0000000000000001")
        #expect(SentrySpanID("0000000000000000") == nil)
    }
}
