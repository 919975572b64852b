import OTLPEncoding
import OTLPTracing
import SwiftProtobuf
import Testing
import Tracing
import WireText

@Suite struct ExporterTests {
    private func exporter(
        _ transport: ScriptedTransport, _ clock: ImpatientClock = ImpatientClock(),
        _ change: (inout OTLPEndpoint) -> Void = { _ in }
    ) -> OTLPHTTPExporter {
        var endpoint = OTLPEndpoint()
        change(&endpoint)
        return OTLPHTTPExporter(
            endpoint, resource: Resource(["service.name": "test"]), transport: transport, clock: clock)
    }

    @Test func `a span is encoded as opentelemetry-proto has it`() async throws {
        let (tracer, spans) = recording()
        let context = tracer.context([
            "traceparent": "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", "tracestate": "a=1",
        ])
        let span = tracer.startSpan("work", context: context, ofKind: .consumer, at: Moment(nanosecondsSinceEpoch: 5))
        span.attributes["list"] = ["x", "y"]
        span.attributes["number"] = 7
        span.attributes["ratio"] = 0.5
        span.attributes["yes"] = true
        span.addEvent(SpanEvent(name: "e", at: Moment(nanosecondsSinceEpoch: 6), attributes: ["k": "v"]))
        span.addLink(SpanLink(context: context, attributes: ["l": 1]))
        span.setStatus(SpanStatus(code: .error, message: "no"))
        span.end(at: Moment(nanosecondsSinceEpoch: 9))
        let transport = ScriptedTransport()
        #expect(await exporter(transport).export(spans.finished) == .exported(rejected: 0))
        let sent = try #require(transport.sent.first)
        #expect(sent.fields["content-type"] == "application/x-protobuf")
        #expect(sent.fields["user-agent"]?.hasPrefix("OTel-OTLP-Exporter-Swift/") == true)
        let request = try OTLPTraceRequest(serializedBytes: sent.body)
        #expect(request.resourceSpans[0].resource.attributes == [OTLPKeyValue("service.name", .string("test"))])
        let encoded = request.resourceSpans[0].scopeSpans[0].spans[0]
        #expect(encoded.name == "work" && encoded.kind == .consumer && encoded.traceState == "a=1")
        #expect(Array(encoded.parentSpanID) == [0xb7, 0xad, 0x6b, 0x71, 0x69, 0x20, 0x33, 0x31])
        #expect(encoded.traceID.first == 0x0a && encoded.traceID.count == 16 && encoded.spanID.count == 8)
        #expect(encoded.startTimeUnixNano == 5 && encoded.endTimeUnixNano == 9)
        #expect(encoded.flags == 0x301)
        #expect(
            encoded.attributes.sorted { $0.key < $1.key } == [
                OTLPKeyValue("list", .array([.string("x"), .string("y")])), OTLPKeyValue("number", .int(7)),
                OTLPKeyValue("ratio", .double(0.5)), OTLPKeyValue("yes", .bool(true)),
            ])
        #expect(encoded.events.map(\.name) == ["e"] && encoded.links[0].attributes.count == 1)
        #expect(encoded.status.code == .error && encoded.status.message == "no")
    }

    @Test(arguments: [0, 1, 90, 91, 92, 120, 127, 128, 200, 16_300, 16_384, 2_100_000])
    func `what is written is what opentelemetry-proto's own messages would write`(length: Int) async throws {
        let text = String(repeating: "x", count: length)
        let parent = SpanContext(
            traceID: TraceID(high: 1, low: .max), spanID: SpanID(2), flags: 3, traceState: TraceState("a=1"))
        let context = SpanContext(traceID: TraceID(high: 1, low: .max), spanID: SpanID(.max), flags: 1)
        let numbers: SpanAttributes = [
            "least": .int64(.min), "small": .int32(-1), "none": .int64(0), "ratio": .double(-0.0), "nan": .double(.nan),
            "no": .bool(false), "numbers": .int64Array([0, -1, .max]), "small numbers": .int32Array([.min]),
            "ratios": .doubleArray([0, .infinity]), "truths": .boolArray([true, false]), "empty": .stringArray([]),
        ]
        let texts: SpanAttributes = [
            "text": .string(text), "": .string(""), "texts": .stringArray(["", text, "é"]),
            "described": .stringConvertible(length), "all described": .stringConvertibleArray([length, 0]),
        ]
        var spans: [FinishedSpan] = []
        for (kind, status) in zip(
            [SpanKind.internal, .server, .client, .producer, .consumer],
            [nil, SpanStatus(code: .ok), SpanStatus(code: .error), SpanStatus(code: .error, message: text), nil])
        {
            var span = FinishedSpan(
                name: text, kind: kind, context: context, parent: kind == .internal ? nil : parent, start: 0, end: .max,
                attributes: kind == .client ? [:] : kind == .server ? texts : numbers)
            span.status = status
            span.events = [SpanEvent(name: text, attributes: texts), SpanEvent(name: "", attributes: [:])]
            span.links = [SpanLink(context: tracedContext(parent), attributes: numbers)]
            (span.droppedAttributes, span.droppedEvents, span.droppedLinks) = (1, 300, Int.max)
            (span.droppedAttributesOfEvents, span.droppedAttributesOfLinks) = ([1: 7], [0: 8])
            spans.append(span)
        }
        let transport = ScriptedTransport()
        #expect(await exporter(transport).export(spans) == .exported(rejected: 0))
        let body = try #require(transport.sent.first).body
        let request = try OTLPTraceRequest(serializedBytes: body)
        #expect(try request.serializedBytes() == body)
        let sent = request.resourceSpans[0].scopeSpans[0].spans
        #expect(sent.map(\.kind) == [.internal, .server, .client, .producer, .consumer])
        #expect(sent.map(\.status.code) == [.unset, .ok, .error, .error, .unset])
        #expect(sent.allSatisfy { $0.name == text && $0.droppedLinksCount == .max && $0.droppedEventsCount == 300 })
        #expect(sent[0].parentSpanID.isEmpty && sent[0].attributes.count == 11 && sent[1].attributes.count == 5)
        #expect(sent[3].status.message == text)
        let attributes = Dictionary(uniqueKeysWithValues: sent[4].attributes.map { ($0.key, $0.value) })
        #expect(attributes["least"] == .int(.min) && attributes["none"] == .int(0) && attributes["no"] == .bool(false))
        #expect(attributes["empty"] == .array([]) && attributes["ratios"] == .array([.double(0), .double(.infinity)]))
        #expect(sent[0].events.map(\.droppedAttributesCount) == [0, 7])
        #expect(sent[0].links.map(\.flags) == [0x303] && sent[0].links.map(\.droppedAttributesCount) == [8])
    }

    private func tracedContext(_ span: SpanContext) -> ServiceContext {
        var context = ServiceContext.topLevel
        context.spanContext = span
        return context
    }

    @Test(arguments: [
        ("3", 3.0), (" 3 ", 3), ("0", 0), ("Thu, 01 Jan 1970 00:16:47 GMT", 7), ("Thursday, 01-Jan-70 00:16:47 GMT", 7),
        ("Thu Jan  1 00:16:47 1970", 7), ("Thu, 01 Jan 1970 00:00:00 GMT", 0), ("99999999999999999999999", 86_400),
        ("Sun, 06 Nov 1994 08:49:37 GMT", 86_400), ("", nil), ("-1", nil), ("1.5", nil), ("soon", nil),
        ("Thu, 32 Jan 1970 00:16:47 GMT", nil), ("Thu, 01 Jan 1970 24:00:00 GMT", nil),
    ])
    func `MUST 3: Retry-After is read as seconds and as a date`(field: String, seconds: Double?) {
        #expect(RetryAfter.seconds(field, now: 1_000) == seconds)
    }

    @Test func `a date is read to the second`() {
        #expect(RetryAfter.seconds("Sun, 06 Nov 1994 08:49:37 GMT", now: 784_111_770) == 7)
    }

    @Test(arguments: [429, 502, 503, 504])
    func `MUST 3: what may be tried again is, after the time that was asked for`(status: Int) async throws {
        let transport = ScriptedTransport([OTLPAnswer(status: status, retryAfter: "7"), OTLPAnswer(status: status)])
        let clock = ImpatientClock()
        #expect(await exporter(transport, clock).export(finished(2)) == .exported(rejected: 0))
        #expect(transport.sent.count == 3)
        #expect(Set(transport.sent.map(\.body)).count == 1)
        let waits = clock.waited
        try #require(waits.count == 2)
        #expect(waits[0] > .seconds(6.5) && waits[0] <= .seconds(7.3))
        #expect(waits[1] > .seconds(1) && waits[1] <= .seconds(2.5))
    }

    @Test(arguments: [400, 401, 404, 413, 500, 501, 301])
    func `MUST 4: other errors give the batch up at once`(status: Int) async {
        let transport = ScriptedTransport([OTLPAnswer(status: status, retryAfter: "1")])
        #expect(await exporter(transport).export(finished(2)) == .failed(.rejected))
        #expect(transport.sent.count == 1)
    }

    @Test func `MUST 4: a connection that fails is tried again with growing, uneven pauses, not without end`() async {
        var first: Set<Duration> = []
        for _ in 0..<5 {
            let clock = ImpatientClock()
            let transport = ScriptedTransport([nil, nil, nil])
            #expect(await exporter(transport, clock).export(finished(1)) == .exported(rejected: 0))
            #expect(clock.waited.count == 3)
            #expect(clock.waited.indices.dropFirst().allSatisfy { clock.waited[$0] > clock.waited[$0 - 1] })
            first.insert(clock.waited[0])
        }
        #expect(first.count > 1)
        let dead = ScriptedTransport([OTLPAnswer?](repeating: nil, count: 100))
        #expect(await exporter(dead).export(finished(1)) == .failed(.unavailable))
        #expect(dead.sent.count == 7)
    }

    @Test func `MUST 5: a partial success is counted and not sent again`() async throws {
        var response = OTLPTraceResponse()
        response.partialSuccess.rejectedSpans = 2
        response.partialSuccess.errorMessage = "too old"
        let transport = ScriptedTransport([OTLPAnswer(status: 200, body: try response.serializedBytes())])
        #expect(await exporter(transport).export(finished(3)) == .exported(rejected: 2))
        #expect(transport.sent.count == 1)
        for body in [[], [0xFF, 0xFF], nil] as [[UInt8]?] {
            let odd = ScriptedTransport([OTLPAnswer(status: 200, body: body)])
            #expect(await exporter(odd).export(finished(1)) == .exported(rejected: 0))
        }
    }

    @Test func `MUST 6: a compressed body is gzip, and smaller`() async throws {
        let spans = finished(100)
        let plain = ScriptedTransport()
        let compressed = ScriptedTransport()
        _ = await exporter(plain).export(spans)
        _ = await exporter(compressed, ImpatientClock()) { $0.isCompressed = true }.export(spans)
        let sent = try #require(compressed.sent.first)
        #expect(sent.fields["content-encoding"] == "gzip" && plain.sent.first?.fields["content-encoding"] == nil)
        #expect(sent.body.starts(with: [0x1F, 0x8B]) && sent.body.count < plain.sent[0].body.count)
        #expect(try Inflated.bytes(sent.body) == plain.sent[0].body)
    }

    @Test func `configured headers are sent, and nothing is sent for no spans`() async {
        let transport = ScriptedTransport()
        let exporter = exporter(transport, ImpatientClock()) {
            $0.headers = [OTLPEndpoint.Header(name: "x-key", value: "k")]
        }
        #expect(await exporter.export([]) == .exported(rejected: 0))
        #expect(transport.sent.isEmpty)
        _ = await exporter.export(finished(1))
        #expect(transport.sent.first?.fields["x-key"] == "k")
    }

    @Test(arguments: [(0, ExportResult.exported(rejected: 0)), (-1, .failed(.tooLarge))])
    func `a request that is larger than allowed is not sent`(room: Int, result: ExportResult) async {
        #expect(OTLPHTTPExporter.specifiedMaximum == 67_108_864)
        let spans = finished(3)
        let plain = ScriptedTransport()
        _ = await exporter(plain).export(spans)
        let transport = ScriptedTransport()
        let exporter = OTLPHTTPExporter(
            OTLPEndpoint(), resource: Resource(["service.name": "test"]), transport: transport, clock: ImpatientClock(),
            maximumRequest: plain.sent[0].body.count + room)
        #expect(await exporter.export(spans) == result)
        #expect(transport.sent.count == 1 + room)
    }
}
