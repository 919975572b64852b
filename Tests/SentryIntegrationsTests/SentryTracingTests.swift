import Instrumentation
import OTLPTracing
import SentryClient
import SentryProtocol
import SentryTracing
import Testing
import Tracing

@Suite struct SentryTracingTests {
    private struct Fields: Extractor, Injector {
        func extract(key: String, from carrier: [String: String]) -> String? { carrier[key] }
        func inject(_ value: String, forKey key: String, into carrier: inout [String: String]) { carrier[key] = value }
    }

    private static func tracer(_ client: SentryClient, more: [TracingPipeline] = []) -> OTLPTracer {
        OTLPTracer(
            pipelines: more + [SentrySpanProcessor.pipeline(client, setsFlag: more.isEmpty)],
            propagators: [
                TraceContextPropagator(), SentryTracePropagator(), BaggagePropagator(), SentryBaggagePropagator(client),
            ])
    }

    @Test func `spans of a request become one transaction, named by its route, its spans below`() async throws {
        let transport = CapturingTransport()
        let client = try transport.client { $0.activeTrace = { SentryActiveTrace.currentSpan() } }
        let tracer = Self.tracer(client)
        tracer.withSpan("GET /users/{id}", ofKind: .server) { span in
            span.attributes["http.request.method"] = "GET"
            span.attributes["http.route"] = "/users/{id}"
            span.attributes["url.query"] = "token=1&page=2"
            span.attributes["http.request.header.authorization"] = "Bearer hunter2"
            span.attributes["http.response.status_code"] = 200
            tracer.withSpan("SELECT users", ofKind: .client) { span in
                span.attributes["db.system.name"] = "sqlite"
                tracer.withSpan("inner") { span in
                    span.recordError(CancellationError())
                    span.setStatus(SpanStatus(code: .error))
                }
                client.capture(message: "within")
            }
        }
        #expect(await client.flush(timeout: .seconds(30)))
        let transactions = transport.payloads(.transaction)
        #expect(transactions.count == 1)
        let transaction = try #require(transactions.first)
        #expect(transaction["transaction"] == "GET /users/{id}")
        #expect(transaction["transaction_info"]?["source"] == "route")
        #expect(transaction["release"] == "app@1.2.3")
        let trace = try #require(transaction["contexts"]?["trace"])
        #expect(trace["op"] == "http.server")
        #expect(trace["status"] == "ok")
        #expect(trace["data"]?["url.query"] == "token=[Filtered]&page=2")
        #expect(trace["data"]?["http.request.header.authorization"] == "[Filtered]")
        let spans = try #require(transaction["spans"]).values
        #expect(spans.map { $0["description"]?.text } == ["inner", "SELECT users"])
        #expect(spans.map { $0["op"]?.text } == ["function", "db"])
        #expect(spans.map { $0["status"]?.text } == ["internal_error", "ok"])
        try #require(spans.count == 2)
        #expect(spans[1]["parent_span_id"] == trace["span_id"])
        #expect(spans[0]["parent_span_id"] == spans[1]["span_id"])
        #expect(spans[0]["data"]?["exception.type"]?.text?.contains("CancellationError") == true)
        // MUST 14, and the event belongs to the span that it was captured in.
        let event = try #require(transport.payloads(.event).first)
        #expect(event["contexts"]?["trace"]?["trace_id"] == trace["trace_id"])
        #expect(event["contexts"]?["trace"]?["span_id"] == spans[1]["span_id"])
        let envelope = try #require(transport.envelopes.first { $0.items.first?.type == .transaction })
        #expect(envelope.header.trace?.fields["sampled"] == "true")
        #expect(envelope.header.trace?.fields["sample_rate"] == "1.0")
        #expect(envelope.header.trace?.fields["transaction"] == "GET /users/{id}")
        await client.close()
    }

    @Test func `spans of models read as Sentry's AI monitoring wants them, those of queues as well`() async throws {
        let transport = CapturingTransport()
        let client = try transport.client()
        let tracer = Self.tracer(client)
        tracer.withSpan("process jobs", ofKind: .consumer) { span in
            span.attributes["messaging.system"] = "redis"
            span.attributes["messaging.destination.name"] = "jobs"
            span.attributes["messaging.message.id"] = "7"
            tracer.withSpan("chat gpt-4o", ofKind: .client) { span in
                span.attributes["gen_ai.operation.name"] = "chat"
                span.attributes["gen_ai.provider.name"] = "openai"
                span.attributes["gen_ai.request.model"] = "gpt-4o"
                span.attributes["gen_ai.usage.input_tokens"] = 100
                span.attributes["gen_ai.usage.output_tokens"] = 20
                span.attributes["gen_ai.usage.cache_read.input_tokens"] = 60
                span.attributes["gen_ai.usage.cache_write.input_tokens"] = 10
                span.attributes["gen_ai.usage.reasoning.output_tokens"] = 5
                span.attributes["gen_ai.request.stream"] = true
                span.attributes["gen_ai.request.seed"] = 7
                span.attributes["tollgate.cost_usd"] = 0.0125
                span.attributes["error.type"] = "rate_limit"
            }
            tracer.withSpan("publish more", ofKind: .producer) { $0.attributes["messaging.system"] = "redis" }
        }
        #expect(await client.flush(timeout: .seconds(30)))
        let transaction = try #require(transport.payloads(.transaction).first)
        #expect(transaction["contexts"]?["trace"]?["op"] == "queue.process")
        #expect(transaction["transaction_info"]?["source"] == "task")
        #expect(transaction["contexts"]?["trace"]?["data"]?["messaging.message.id"] == "7")
        let spans = try #require(transaction["spans"]).values
        #expect(spans.map { $0["op"]?.text } == ["gen_ai.chat", "queue.publish"])
        try #require(spans.count == 2)
        #expect(spans[0]["status"] == "resource_exhausted")
        let data = try #require(spans[0]["data"])
        #expect(data["gen_ai.usage.total_tokens"] == 120)
        #expect(data["gen_ai.usage.input_tokens.cached"] == 60)
        #expect(data["gen_ai.usage.input_tokens.cache_write"] == 10)
        #expect(data["gen_ai.usage.cache_creation.input_tokens"] == 10)
        #expect(data["gen_ai.usage.cache_write.input_tokens"] == nil)
        #expect(data["gen_ai.usage.output_tokens.reasoning"] == 5)
        #expect(data["gen_ai.response.streaming"] == true)
        #expect(data["gen_ai.response.model"] == "gpt-4o")
        #expect(data["gen_ai.request.seed"] == "7")
        #expect(data["gen_ai.cost.total_tokens"] == 0.0125)
        await client.close()
    }

    @Test func `Sentry decides for itself: another exporter's share does not change its own`() async throws {
        let transport = CapturingTransport()
        let client = try transport.client { $0.tracesSampleRate = 0.5 }
        let spans = InMemorySpans()
        let tracer = Self.tracer(
            client, more: [TracingPipeline(sampler: ConstantSampler.alwaysOff, processor: spans)])
        var expected = 0
        for _ in 0..<200 {
            tracer.withSpan("GET /", ofKind: .server) { span in
                let context = span.context.spanContext
                #expect(context?.isSampled == false)
                if let id = context?.traceID, SentryTraceID(high: id.high, low: id.low).sampleRandom < 0.5 {
                    expected += 1
                }
            }
        }
        #expect(await client.flush(timeout: .seconds(60)))
        #expect(spans.finished.isEmpty)
        #expect(transport.payloads(.transaction).count == expected)
        #expect((50...150).contains(expected))
        await client.close()
    }

    @Test func `MUST 13: baggage that came in is forwarded as it came, a trace that begins here makes its own`()
        async throws
    {
        let transport = CapturingTransport()
        let client = try transport.client()
        let tracer = Self.tracer(client)
        var context = ServiceContext.topLevel
        let incoming = [
            "sentry-trace": "0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-1",
            "baggage": "other=1,sentry-trace_id=0af7651916cd43dd8448eb211c80319c,sentry-public_key=theirs,sentry-x=%2C",
        ]
        tracer.extract(incoming, into: &context, using: Fields())
        var outgoing: [String: String] = [:]
        tracer.withSpan("GET /", context: context, ofKind: .server) { span in
            tracer.inject(span.context, into: &outgoing, using: Fields())
        }
        #expect(
            outgoing["baggage"]
                == "other=1,sentry-public_key=theirs,sentry-trace_id=0af7651916cd43dd8448eb211c80319c,sentry-x=%2C")
        #expect(outgoing["sentry-trace"]?.hasPrefix("0af7651916cd43dd8448eb211c80319c-") == true)
        var own: [String: String] = [:]
        tracer.withSpan("GET /", ofKind: .server) { span in
            tracer.inject(span.context, into: &own, using: Fields())
        }
        let made = try #require(SentryDynamicSamplingContext(baggage: own["baggage"] ?? ""))
        #expect(made.fields["public_key"] == "public")
        #expect(made.fields["org_id"] == "1")
        #expect(made.fields["release"] == "app@1.2.3")
        #expect(made.fields["sampled"] == "true")
        #expect(made.fields["trace_id"] == own["sentry-trace"].map { String($0.prefix(32)) })
        // Frozen also where the one who began the trace said nothing.
        var silent = ServiceContext.topLevel
        tracer.extract(["sentry-trace": incoming["sentry-trace"] ?? ""], into: &silent, using: Fields())
        var nothing: [String: String] = [:]
        tracer.withSpan("GET /", context: silent, ofKind: .server) { span in
            tracer.inject(span.context, into: &nothing, using: Fields())
        }
        #expect(nothing["baggage"] == nil)
        await client.close()
    }

    @Test func `two requests of one trace are two transactions, each with its own spans`() async throws {
        let transport = CapturingTransport()
        let client = try transport.client()
        let tracer = Self.tracer(client)
        var context = ServiceContext.topLevel
        tracer.extract(
            ["traceparent": "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"], into: &context, using: Fields())
        let first = tracer.startSpan("first", context: context, ofKind: .server)
        let second = tracer.startSpan("second", context: context, ofKind: .server)
        tracer.startSpan("below first", context: first.context).end()
        tracer.startSpan("below second", context: second.context).end()
        first.end()
        second.end()
        #expect(await client.flush(timeout: .seconds(30)))
        let transactions = transport.payloads(.transaction)
        #expect(transactions.map { $0["transaction"]?.text } == ["first", "second"])
        #expect(
            transactions.map { $0["spans"]?.values.map { $0["description"]?.text } } == [
                ["below first"], ["below second"],
            ])
        #expect(transactions.allSatisfy { $0["contexts"]?["trace"]?["parent_span_id"] == "b7ad6b7169203331" })
        await client.close()
    }
}
