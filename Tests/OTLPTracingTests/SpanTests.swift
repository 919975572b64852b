import Logging
import OTLPTracing
import Testing
import Tracing

private struct Failure: Error, CustomStringConvertible { let description = "it broke" }

@Suite struct SpanTests {
    @Test func `a span goes out as it was made`() throws {
        let (tracer, spans) = recording()
        let span = tracer.startSpan("first", ofKind: .producer, at: Moment(nanosecondsSinceEpoch: 100))
        span.operationName = "second"
        span.attributes["a"] = 1
        span.attributes["b"] = ["x", "y"]
        span.updateAttributes { $0["c"] = true }
        span.attributes["a"] = nil
        span.addEvent(SpanEvent(name: "e", at: Moment(nanosecondsSinceEpoch: 150), attributes: ["k": "v"]))
        span.recordError(Failure(), attributes: ["more": 1], at: Moment(nanosecondsSinceEpoch: 160))
        span.addLink(tracer.startSpan("other"), attributes: [:])
        span.setStatus(SpanStatus(code: .error, message: "no"))
        span.end(at: Moment(nanosecondsSinceEpoch: 90))
        span.end(at: Moment(nanosecondsSinceEpoch: 900))
        span.attributes["late"] = 1
        #expect(!span.isRecording)
        let finished = try #require(spans.finished.first)
        #expect(spans.finished.count == 1)
        #expect(finished.name == "second" && finished.kind == .producer && finished.parent == nil)
        #expect(finished.start == 100 && finished.end == 100)
        #expect(finished.attributes == ["b": .stringArray(["x", "y"]), "c": true])
        #expect(finished.events.map(\.name) == ["e", "exception"])
        #expect(finished.events[1].attributes.get("exception.message") == .string("it broke"))
        #expect(finished.links.count == 1)
        #expect(finished.status == SpanStatus(code: .error, message: "no"))
    }

    @Test func `withSpan nests, and an error ends the span as one`() async throws {
        let (tracer, spans) = recording()
        await #expect(throws: Failure.self) {
            try await tracer.withSpan("outer") { _ in
                await Task.yield()
                try await tracer.withSpan("inner") { _ in
                    await Task.yield()
                    throw Failure()
                }
            }
        }
        let inner = try #require(spans.finished.first)
        let outer = try #require(spans.finished.last)
        #expect(inner.parent?.spanID == outer.context.spanID && inner.context.traceID == outer.context.traceID)
        #expect(inner.status?.code == .error && outer.status?.code == .error)
    }

    @Test func `MUST 14: what is beyond a limit is dropped and counted`() throws {
        var limits = SpanLimits()
        limits.attributes = 3
        limits.events = 2
        limits.links = 1
        limits.attributesOfEvent = 1
        limits.valueLength = 4
        let (tracer, spans) = recording(limits: limits)
        let span = tracer.startSpan("a")
        for index in 0..<10 { span.attributes["k\(index)"] = "0123456789" }
        span.attributes["k1"] = "changed"
        for index in 0..<5 { span.addEvent(SpanEvent(name: "e\(index)", attributes: ["x": 1, "y": 2])) }
        for _ in 0..<4 { span.addLink(span, attributes: [:]) }
        span.end()
        let finished = try #require(spans.finished.first)
        #expect(finished.attributes == ["k0": "0123", "k1": "chan", "k2": "0123"])
        #expect(finished.droppedAttributes == 7)
        #expect(finished.events.map(\.name) == ["e0", "e1"] && finished.droppedEvents == 3)
        #expect(finished.events[0].attributes == ["x": 1])
        #expect(finished.links.count == 1 && finished.droppedLinks == 3)

        let second = tracer.startSpan("b")
        var many = SpanAttributes()
        for index in 0..<1_000 { many["k\(index)"] = index }
        second.attributes = many
        second.end()
        #expect(spans.finished.last?.attributes.count == 3 && spans.finished.last?.droppedAttributes == 997)
    }

    @Test func `MUST 14: a span that was measured elsewhere is held to the limits, too`() throws {
        var limits = SpanLimits()
        limits.attributes = 2
        limits.events = 1
        limits.valueLength = 3
        let (tracer, spans) = recording(limits: limits)
        let context = tracer.child(of: nil, name: "whole", kind: .client)
        var span = FinishedSpan(
            name: "whole", kind: .client, context: context, parent: nil, start: 1, end: 2,
            attributes: ["a": "12345", "b": .stringConvertible(Described(description: "67890")), "c": 1])
        span.events = [SpanEvent(name: "one", attributes: ["d": "12345"]), SpanEvent(name: "two")]
        tracer.record(span)
        let kept = try #require(spans.finished.first)
        #expect(kept.attributes.count == 2 && kept.droppedAttributes == 1)
        #expect(kept.attributes.get("a") == .string("123"))
        guard case .stringConvertible(let value)? = kept.attributes.get("b") else {
            Issue.record("b is \(String(describing: kept.attributes.get("b")))")
            return
        }
        #expect(value.description == "678")
        #expect(kept.events.map(\.name) == ["one"] && kept.droppedEvents == 1)
        #expect(kept.events.first?.attributes.get("d") == .string("123"))
    }

    @Test func `MUST 14: what an event or a link has too much is counted with it`() throws {
        var limits = SpanLimits()
        limits.attributesOfEvent = 1
        limits.attributesOfLink = 2
        let (tracer, spans) = recording(limits: limits)
        let four: SpanAttributes = ["a": 1, "b": 2, "c": 3, "d": 4]
        let span = tracer.startSpan("live")
        span.addEvent("whole")
        span.addEvent(SpanEvent(name: "cut", attributes: four))
        span.addLink(span, attributes: four)
        span.end()
        let context = tracer.child(of: nil, name: "elsewhere", kind: .client)
        var other = FinishedSpan(name: "elsewhere", kind: .client, context: context, parent: nil, start: 1, end: 2)
        other.events = [SpanEvent(name: "whole"), SpanEvent(name: "cut", attributes: four)]
        other.links = [SpanLink(context: span.context, attributes: four)]
        tracer.record(other)
        #expect(spans.finished.count == 2)
        for finished in spans.finished {
            #expect(finished.droppedAttributesOfEvents == [1: 3] && finished.events.last?.attributes.count == 1)
            #expect(finished.droppedAttributesOfLinks == [0: 2] && finished.links.first?.attributes.count == 2)
            #expect(finished.droppedAttributes == 0)
        }
    }

    /// What is described when it is asked for.
    private struct Described: CustomStringConvertible, Sendable {
        let description: String
    }

    @Test func `the defaults are 128 of each`() {
        let limits = SpanLimits()
        #expect([limits.attributes, limits.events, limits.links] == [128, 128, 128])
    }

    @Test func `several tasks may change a span at once`() async throws {
        let (tracer, spans) = recording()
        let span = tracer.startSpan("a")
        await withTaskGroup(of: Void.self) { group in
            for task in 0..<4 {
                group.addTask {
                    for index in 0..<25 {
                        span.attributes["t\(task).\(index)"] = index
                        span.addEvent("e")
                    }
                }
            }
        }
        span.end()
        #expect(spans.finished.first?.attributes.count == 100)
        #expect(spans.finished.first?.events.count == 100)
    }

    @Test func `each pipeline decides for itself, and only one tells others`() throws {
        let all = InMemorySpans()
        let none = InMemorySpans()
        let tracer = OTLPTracer(pipelines: [
            TracingPipeline(sampler: ParentBasedSampler(root: ConstantSampler.alwaysOff), processor: none),
            TracingPipeline(
                sampler: ParentBasedSampler(root: ConstantSampler.alwaysOn), processor: all, setsFlag: false),
        ])
        let span = tracer.startSpan("a")
        let child = tracer.startSpan("b", context: span.context)
        #expect(span.isRecording && child.isRecording)
        #expect(tracer.fields(child.context)["traceparent"]?.hasSuffix("-00") == true)
        child.end()
        span.end()
        #expect(all.finished.count == 2 && none.finished.isEmpty)
    }

    @Test(arguments: [0, 0.1, 0.5, 1, -1, 2, Double.nan])
    func `a ratio takes about that share of traces, whole traces, and a larger one all of a smaller one's`(
        ratio: Double
    ) {
        let wanted = ratio > 0 ? min(ratio, 1) : 0
        let (tracer, spans) = recording(ParentBasedSampler(root: TraceIDRatioSampler(ratio: ratio)))
        let larger = TraceIDRatioSampler(ratio: (wanted + 1) / 2)
        for _ in 0..<4_000 {
            let root = tracer.startSpan("root")
            tracer.startSpan("child", context: root.context).end()
            root.end()
        }
        let traces = Set(spans.finished.map(\.context.traceID))
        #expect(spans.finished.count == 2 * traces.count)
        #expect(abs(Double(traces.count) / 4_000 - wanted) < 0.05)
        #expect(
            traces.allSatisfy {
                larger.samples(SamplingCandidate(traceID: $0, name: "", kind: .internal, parent: nil))
            })
    }

    @Test func `ids do not repeat`() {
        let (tracer, spans) = recording()
        for _ in 0..<20_000 { tracer.startSpan("a").end() }
        #expect(Set(spans.finished.map(\.context.traceID)).count == 20_000)
        #expect(Set(spans.finished.map(\.context.spanID)).count == 20_000)
    }

    @Test func `log lines carry the ids of the span they are written in`() {
        let (tracer, _) = recording()
        let provider = Logger.MetadataProvider.tracing
        #expect(provider.get().isEmpty)
        tracer.withSpan("a") { span in
            let metadata = provider.get()
            #expect(metadata["trace_id"] == "\(span.spanContext.traceID)")
            #expect(metadata["span_id"] == "\(span.spanContext.spanID)")
            #expect(metadata["trace_flags"] == "01")
        }
    }
}

/// A moment that a test names.
struct Moment: TracerInstant {
    var nanosecondsSinceEpoch: UInt64

    static func < (left: Moment, right: Moment) -> Bool { left.nanosecondsSinceEpoch < right.nanosecondsSinceEpoch }
}
