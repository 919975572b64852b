import GenAITelemetry
import OTLPTracing
import PrometheusExposition
import PrometheusMetrics
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

    private struct Refused: Error {}

    @Test func `messages are counted and timed as the conventions say, errors with the type that the span has`() async {
        let spans = InMemorySpans()
        let tracer = OTLPTracer(pipelines: [
            TracingPipeline(sampler: ParentBasedSampler(root: ConstantSampler.alwaysOn), processor: spans)
        ])
        var configuration = PrometheusMetricsConfiguration()
        for (label, bounds) in GenAIBuckets.all { configuration.buckets[label] = HistogramBuckets(bounds) }
        let factory = PrometheusMetricsFactory(configuration: configuration)
        let metrics = MessagingMetrics(factory: factory)
        let message = TracedMessage(system: "redis", destination: "mail")
        var headers: [String: String] = [:]
        await tracer.withPublishSpan(message, headers: &headers, metrics: metrics) { _, _ in }
        await #expect(throws: Refused.self) {
            var none: [String: String] = [:]
            try await tracer.withPublishSpan(message, headers: &none, metrics: metrics) { _, _ in throw Refused() }
        }
        await tracer.withProcessSpan(message, headers: headers, metrics: metrics) { _ in }
        await #expect(throws: Refused.self) {
            try await tracer.withProcessSpan(message, headers: headers, metrics: metrics) { _ in throw Refused() }
        }
        var output: [UInt8] = []
        factory.registry.emit(.text, into: &output)
        let text = String(decoding: output, as: UTF8.self)
        let type = "Refused"
        func labels(_ operation: String, _ error: String) -> String {
            #"{messaging_system="redis",messaging_destination_name="mail",messaging_operation_name="\#(operation)""#
                + #",error_type="\#(error)""#
        }
        for error in ["", type] {
            #expect(text.contains("messaging_client_sent_messages_total\(labels("publish", error))} 1\n"))
            #expect(
                text.contains(
                    "messaging_client_operation_duration_seconds_count\(labels("publish", error)),"
                        + "messaging_operation_type=\"send\"} 1\n"))
            #expect(text.contains("messaging_process_duration_seconds_count\(labels("process", error))} 1\n"))
        }
        #expect(text.contains("messaging_client_consumed_messages_total\(labels("process", ""))} 2\n"))
        #expect(text.contains("messaging_process_duration_seconds_bucket\(labels("process", "")),le=\"10.0\"} 1\n"))
        let failed = spans.finished.filter { $0.status?.code == .error }
        #expect(failed.count == 2 && failed.allSatisfy { $0.attributes.get("error.type") == .string(type) })
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
