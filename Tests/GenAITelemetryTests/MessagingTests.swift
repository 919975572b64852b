import GenAITelemetry
import OTLPTracing
import Testing
import Tracing

@Suite struct MessagingTests {
    @Test func `a job goes on in the trace that published it`() async throws {
        let spans = InMemorySpans()
        let tracer = OTLPTracer(pipelines: [
            TracingPipeline(sampler: ParentBasedSampler(root: ConstantSampler.alwaysOn), processor: spans)
        ])
        var message = TracedMessage(system: "redis", destination: "mail", id: "m1")
        message.retries = 2
        var headers = ["x": "y"]
        await tracer.withPublishSpan(message, headers: &headers) { headers, _ in headers["sent"] = "1" }
        #expect(headers["x"] == "y" && headers["sent"] == "1" && headers["traceparent"] != nil)
        let renamed = Dictionary(uniqueKeysWithValues: headers.map { ($0.key.uppercased(), $0.value) })
        await tracer.withProcessSpan(message, headers: renamed) { _ in }
        await tracer.withProcessSpan(message, headers: headers, linksOnly: true) { _ in }
        let finished = spans.finished
        try #require(finished.count == 3)
        #expect(finished.map(\.name) == ["publish mail", "process mail", "process mail"])
        #expect(finished.map(\.kind) == [.producer, .consumer, .consumer])
        #expect(finished[1].parent?.spanID == finished[0].context.spanID)
        #expect(finished[2].parent == nil && finished[2].context.traceID != finished[0].context.traceID)
        #expect(finished[2].links.first?.context.spanContext?.spanID == finished[0].context.spanID)
        #expect(
            finished[1].attributes == [
                "messaging.system": "redis", "messaging.destination.name": "mail",
                "messaging.operation.name": "process", "messaging.operation.type": "process",
                "messaging.message.id": "m1", "messaging.message.retry.count": 2,
            ])
    }

    @Test func `headers without a trace, or with a broken one, begin one`() async {
        let spans = InMemorySpans()
        let tracer = OTLPTracer(pipelines: [
            TracingPipeline(sampler: ParentBasedSampler(root: ConstantSampler.alwaysOn), processor: spans)
        ])
        for headers in [[:], ["traceparent": "00-zz"]] as [[String: String]] {
            await tracer.withProcessSpan(TracedMessage(system: "redis", destination: "q"), headers: headers) { _ in }
        }
        #expect(spans.finished.allSatisfy { $0.parent == nil } && spans.finished.count == 2)
    }
}
