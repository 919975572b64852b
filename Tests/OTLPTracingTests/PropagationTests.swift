import Foundation
import OTLPTracing
import Testing
import Tracing

@Suite struct PropagationTests {
    private static let parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"

    @Test func `MUST 10: below an unsampled parent nothing is recorded, and the flag goes on as 00`() throws {
        let (tracer, spans) = recording()
        let context = tracer.context(["traceparent": Self.parent.dropLast(1) + "0"])
        let span = tracer.startSpan("a", context: context)
        let child = tracer.startSpan("b", context: span.context)
        #expect(!span.isRecording && !child.isRecording)
        let fields = tracer.fields(child.context)
        let sent = try #require(fields["traceparent"])
        #expect(sent.hasPrefix("00-0af7651916cd43dd8448eb211c80319c-") && sent.hasSuffix("-00"))
        #expect(!sent.contains("b7ad6b7169203331") && !sent.contains("\(span.spanContext.spanID)"))
        child.end()
        span.end()
        #expect(spans.finished.isEmpty)
    }

    @Test func `below a sampled parent the trace goes on with a span of its own`() throws {
        let (tracer, spans) = recording(ParentBasedSampler(root: ConstantSampler.alwaysOff))
        let context = tracer.context(["traceparent": Self.parent])
        let span = tracer.startSpan("a", context: context)
        span.end()
        let finished = try #require(spans.finished.first)
        #expect("\(finished.context.traceID)" == "0af7651916cd43dd8448eb211c80319c")
        #expect(finished.parent.map { "\($0.spanID)" } == "b7ad6b7169203331")
        #expect(finished.parent?.isRemote == true)
        #expect(
            tracer.fields(span.context)["traceparent"]
                == "00-0af7651916cd43dd8448eb211c80319c-\(span.spanContext.spanID)-01")
    }

    @Test(arguments: [
        "", "00", "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        "00-00000000000000000000000000000000-b7ad6b7169203331-01",
        "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
        "00-0AF7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-extra",
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-1",
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-0x",
        "00_0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        "cc-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01.what",
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01\n", "\u{0}", String(repeating: "0", count: 100_000),
    ])
    func `MUST 11: a malformed traceparent begins a new trace`(field: String) {
        let (tracer, spans) = recording()
        let context = tracer.context(["traceparent": field, "tracestate": "a=1"])
        #expect(context.spanContext == nil)
        tracer.startSpan("a", context: context).end()
        #expect(spans.finished.first?.parent == nil)
        #expect(spans.finished.first.map { "\($0.context.traceID)" } != "0af7651916cd43dd8448eb211c80319c")
        #expect(spans.finished.count == 1)
    }

    @Test func `a later version is read by its first four fields`() {
        let (tracer, _) = recording()
        let context = tracer.context(["traceparent": "cc-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-09-what"])
        #expect(context.spanContext.map { "\($0.traceID)" } == "0af7651916cd43dd8448eb211c80319c")
        #expect(tracer.fields(context)["traceparent"] == Self.parent.dropLast(2) + "09")
    }

    @Test func `MUST 12: foreign tracestate and baggage survive`() {
        let (tracer, _) = recording()
        let fields = [
            "traceparent": Self.parent, "tracestate": "congo=t61rcWkgMzE,rojo@vendor=00f067aa0ba902b7",
            "baggage": "sentry-trace_id=abc;prop=1,user=Am%C3%A9lie%20P,plain=a+b",
        ]
        let span = tracer.startSpan("a", context: tracer.context(fields))
        let sent = tracer.fields(tracer.startSpan("b", context: span.context).context)
        #expect(sent["tracestate"] == fields["tracestate"])
        #expect(sent["baggage"] == fields["baggage"])
        #expect(span.context.baggage?["user"] == "Am\u{e9}lie P")
        #expect(span.context.baggage?["plain"] == "a+b")
    }

    @Test func `baggage that is changed keeps what was not, within the limits`() {
        var baggage = Baggage(header: "a=1;p=q, b = 2 ,bad key=3,c=\u{7F},d=4")
        #expect(baggage.entries.map(\.key) == ["a", "b", "d"])
        baggage["b"] = "x, y\n\u{1F600}"
        baggage["d"] = nil
        baggage["not a token"] = "x"
        baggage["long"] = String(repeating: "x", count: 4_096)
        #expect(baggage.header == "a=1;p=q,b=x%2C%20y%0A%F0%9F%98%80")
        for index in 0..<300 { baggage["k\(index)"] = "v" }
        #expect(baggage.header.utf8.count <= 8_192)
        #expect(baggage.header.split(separator: ",").count == 180)
        // Of what is read, entries that cannot be one count as well, but for those that are no text of a header.
        let many = (0..<185).map { "m\($0)=v" }.joined(separator: ",")
        #expect(Baggage(header: "no value,=x,\(many)").entries.last?.key == "m177")
        #expect(Baggage(header: "no value,n=\u{e9},,\(many)").entries.last?.key == "m178")
        #expect(Baggage(header: String(repeating: "a=1,", count: 3_000)).entries.isEmpty)
        #expect(Baggage(header: String(repeating: "x", count: 8_000) + "=1").entries.isEmpty)
    }

    @Test func `MUST 13: a disabled SDK still propagates`() async throws {
        var configuration = TracingConfiguration(environment: ["OTEL_SDK_DISABLED": "true"])
        configuration.exporters = [.console]
        let tracing = try OTLPTracing(configuration: configuration)
        let context = tracing.tracer.context(["traceparent": Self.parent, "tracestate": "a=1", "baggage": "k=v"])
        let span = tracing.tracer.startSpan("a", context: context)
        #expect(!span.isRecording)
        let sent = tracing.tracer.fields(span.context)
        #expect(sent["traceparent"]?.hasPrefix("00-0af7651916cd43dd8448eb211c80319c-") == true)
        #expect(sent["traceparent"]?.hasSuffix("-01") == true)
        #expect(sent["tracestate"] == "a=1" && sent["baggage"] == "k=v")
    }

    @Test func `sentry-trace is read where there is no traceparent, and written`() {
        let tracer = OTLPTracer(
            pipelines: [
                TracingPipeline(sampler: ParentBasedSampler(root: ConstantSampler.alwaysOn), processor: InMemorySpans())
            ],
            propagators: [TraceContextPropagator(), SentryTracePropagator()])
        let id = "0af7651916cd43dd8448eb211c80319c"
        #expect(tracer.context(["sentry-trace": "\(id)-b7ad6b7169203331-0"]).spanContext?.isSampled == false)
        #expect(tracer.context(["sentry-trace": "\(id)-b7ad6b7169203331"]).spanContext?.isSampled == true)
        #expect(tracer.context(["sentry-trace": "\(id)-b7ad6b7169203331-1-9"]).spanContext == nil)
        let both = tracer.context([
            "traceparent": Self.parent, "sentry-trace": "\(String(id.reversed()))-b7ad6b7169203331-1",
        ])
        #expect(tracer.fields(both)["sentry-trace"] == "\(id)-b7ad6b7169203331-1")
    }

    /// What opentelemetry-api's propagators made of the same fields; `Scripts/make-propagation-cases.py`.
    @Test func `headers mean what they mean to OpenTelemetry for Python`() throws {
        struct Case: Decodable {
            var fields: [String: String]
            var trace_id: String?
            var span_id: String?
            var flags: Int?
            var tracestate: String?
            var baggage: [String: String]
        }
        let file = try #require(
            Bundle.module.url(forResource: "propagation", withExtension: "json", subdirectory: "Fixtures"))
        let cases = try JSONDecoder().decode([Case].self, from: Data(contentsOf: file))
        try #require(cases.count >= 1_000)
        let (tracer, _) = recording()
        for each in cases {
            let context = tracer.context(each.fields)
            let span = context.spanContext
            #expect(span.map { "\($0.traceID)" } == each.trace_id, "\(each.fields)")
            #expect(span.map { "\($0.spanID)" } == each.span_id, "\(each.fields)")
            #expect(span.map { Int($0.flags) } == each.flags, "\(each.fields)")
            #expect((span?.traceState.header ?? "") == (each.tracestate ?? ""), "\(each.fields)")
            let pairs = (context.baggage?.entries ?? []).map { ($0.key, $0.value) }
            #expect(Dictionary(pairs, uniquingKeysWith: { $1 }) == each.baggage, "\(each.fields)")
        }
    }
}
