import OTLPTracing
import Tracing

/// Spans with a processor that throws them away, so that the tracer alone is measured.
func measureTracing(_ measurement: inout Measurement) {
    struct Nowhere: SpanProcessor {
        func ended(_ span: FinishedSpan) {}
        func flushSoon() {}
    }
    let on = ParentBasedSampler(root: ConstantSampler.alwaysOn)
    let off = ParentBasedSampler(root: ConstantSampler.alwaysOff)
    let sampled = OTLPTracer(pipelines: [TracingPipeline(sampler: on, processor: Nowhere())])
    let unsampled = OTLPTracer(pipelines: [TracingPipeline(sampler: off, processor: Nowhere())])
    measurement.measure("span_unsampled", count: 200_000) { count in
        for _ in 0..<count { unsampled.startSpan("work", context: .topLevel).end() }
    }
    let parent = unsampled.startSpan("parent", context: .topLevel).context
    measurement.measure("span_unsampled_child", count: 200_000) { count in
        for _ in 0..<count { unsampled.startSpan("work", context: parent).end() }
    }
    measurement.measure("span_10_attributes", count: 50_000) { count in
        for _ in 0..<count {
            let span = sampled.startSpan("work", context: .topLevel)
            span.updateAttributes { attributes in
                attributes["http.request.method"] = "value"
                attributes["url.path"] = "value"
                attributes["url.scheme"] = "value"
                attributes["server.address"] = "value"
                attributes["server.port"] = 7
                attributes["http.response.status_code"] = 7
                attributes["gen_ai.operation.name"] = "value"
                attributes["gen_ai.request.model"] = "value"
                attributes["gen_ai.usage.input_tokens"] = 7
                attributes["gen_ai.usage.output_tokens"] = 7
            }
            span.end()
        }
    }
    measurement.measure("span_10_attributes_singly", count: 50_000) { count in
        for _ in 0..<count {
            let span = sampled.startSpan("work", context: .topLevel)
            span.attributes["http.request.method"] = "value"
            span.attributes["url.path"] = "value"
            span.attributes["url.scheme"] = "value"
            span.attributes["server.address"] = "value"
            span.attributes["server.port"] = 7
            span.attributes["http.response.status_code"] = 7
            span.attributes["gen_ai.operation.name"] = "value"
            span.attributes["gen_ai.request.model"] = "value"
            span.attributes["gen_ai.usage.input_tokens"] = 7
            span.attributes["gen_ai.usage.output_tokens"] = 7
            span.end()
        }
    }
    // A batch processor that nobody empties: full after 2 048 spans, as with a dead collector.
    let drops = SpanDrops()
    let batch = BatchSpanProcessor(Stuck(), drops: drops)
    let queued = OTLPTracer(pipelines: [TracingPipeline(sampler: on, processor: batch)])
    measurement.measure("span_dropped", count: 50_000) { count in
        for _ in 0..<count { queued.startSpan("work", context: .topLevel).end() }
    }
}

/// A collector that is never reached.
private struct Stuck: SpanExporter {
    func export(_ spans: [FinishedSpan]) async -> ExportResult { .failed(.unavailable) }
    func shutdown() async {}
}
