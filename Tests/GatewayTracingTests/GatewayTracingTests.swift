import Dialects
import Gateway
import GatewayTracing
import GenAITelemetry
import Ledger
import Money
import OTLPTracing
import PrometheusExposition
import Testing
import Tracing
import Usage

@Suite struct GatewayTracingTests {
    private static let parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"

    private func tracing(
        _ sampler: any Sampler = ParentBasedSampler(root: ConstantSampler.alwaysOn),
        naming: GenAINaming = .established, content: ContentCapture = ContentCapture()
    ) -> (GatewayTracing, InMemorySpans) {
        let spans = InMemorySpans()
        let tracer = OTLPTracer(pipelines: [TracingPipeline(sampler: sampler, processor: spans)])
        return (GatewayTracing(tracer, naming: naming, content: content, address: "127.0.0.1") { 4_000 }, spans)
    }

    private func call(
        stream: Bool = true, status: Int = 200, error: ErrorType? = nil, path: String = "/v1/chat/completions",
        api: String = "chat.completions", provider: String = "openai",
        attempts: [TracedCall.Attempt] = [.init(at: 1_500, isReused: true, outcome: .ok)]
    ) -> TracedCall {
        var record = UsageRecord(
            id: CallID(rawValue: 7), startedAt: 1, provider: ProviderID(rawValue: provider), api: api,
            user: UserID(rawValue: "alice"), component: ComponentType(rawValue: "chat"))
        record.requestModel = ModelID(rawValue: "gpt-4o-mini")
        record.responseModel = ModelID(rawValue: "gpt-4o-mini-2024-07-18")
        record.stream = stream
        record.status = status
        record.errorType = error
        record.usageSource = .reported
        record.tokens.input = 40
        record.tokens.cachedInput = 60
        record.tokens.output = 20
        record.tokens.reasoning = 5
        record.cost = NanoUSD(rawValue: 123_456_789)
        return TracedCall(
            record: record,
            request: .init(method: "POST", path: path, host: "api.openai.com", port: 443, choices: 1, outputCap: 50),
            timing: .init(begun: 1_000, sent: 1_500, firstByte: 2_000, firstContent: 500_001_500, ended: 900_000_000),
            attempts: attempts, finishReasons: ["stop"], responseID: "chatcmpl-1")
    }

    @Test func `a call is a server span and below it a span of the model's work, under the caller's trace`() throws {
        let (tracing, spans) = tracing()
        let trace = tracing.begin(TraceFields(traceparent: Self.parent, tracestate: "a=1"))
        #expect(trace.traceID == "0af7651916cd43dd8448eb211c80319c" && trace.isRecorded)
        trace.ended(call())
        try #require(spans.finished.count == 2)
        let client = spans.finished[0]
        let server = spans.finished[1]
        #expect(
            trace.upstreamLines
                == "traceparent: 00-0af7651916cd43dd8448eb211c80319c-\(client.context.spanID)-01\r\ntracestate: a=1\r\n"
        )
        #expect(server.parent.map { "\($0.spanID)" } == "b7ad6b7169203331")
        #expect(client.parent?.spanID == server.context.spanID)
        #expect(server.name == "POST /v1/chat/completions" && server.kind == .server && server.status == nil)
        #expect(server.start == 1_000 && server.end == 900_000_000 && client.start == 1_500)
        #expect(
            server.attributes == [
                "http.request.method": "POST", "url.scheme": "http", "url.path": "/v1/chat/completions",
                "server.address": "127.0.0.1", "server.port": 4_000, "http.route": "/v1/chat/completions",
                "http.response.status_code": 200, "tollgate.request.id": .string(CallID(rawValue: 7).description),
            ])
        #expect(client.name == "chat gpt-4o-mini" && client.kind == .client)
        #expect(
            client.attributes == [
                "gen_ai.operation.name": "chat", "gen_ai.provider.name": "openai", "gen_ai.system": "openai",
                "gen_ai.request.model": "gpt-4o-mini", "server.address": "api.openai.com", "server.port": 443,
                "gen_ai.request.stream": true, "gen_ai.request.max_tokens": 50, "gen_ai.response.id": "chatcmpl-1",
                "gen_ai.response.model": "gpt-4o-mini-2024-07-18",
                "gen_ai.response.finish_reasons": .stringArray(["stop"]), "gen_ai.usage.input_tokens": 100,
                "gen_ai.usage.output_tokens": 25, "gen_ai.usage.cache_read.input_tokens": 60,
                "gen_ai.usage.cache_creation.input_tokens": 0, "gen_ai.usage.reasoning.output_tokens": 5,
                "gen_ai.response.time_to_first_chunk": 0.5, "tollgate.user": "alice", "tollgate.component": "chat",
                "tollgate.usage_source": "reported", "tollgate.cost_usd": 0.123456789,
            ])
    }

    @Test func `how an answer was asked for is told on the span`() throws {
        let (tracing, spans) = tracing()
        var call = call()
        call.request.choices = 3
        call.request.parameters.temperature = 0.5
        call.request.parameters.topP = 0.25
        call.request.parameters.topK = 40
        call.request.parameters.frequencyPenalty = -1
        call.request.parameters.presencePenalty = 1
        call.request.parameters.seed = 7
        call.request.parameters.stopSequences = ["END"]
        call.request.parameters.encodingFormats = ["float"]
        call.request.parameters.dimensions = 256
        call.request.parameters.reasoningLevel = "low"
        call.request.parameters.outputType = "json"
        call.request.parameters.conversation = "conv_1"
        tracing.begin(TraceFields()).ended(call)
        let client = try #require(spans.finished.first)
        let wanted: SpanAttributes = [
            "gen_ai.request.choice.count": 3, "gen_ai.request.temperature": 0.5, "gen_ai.request.top_p": 0.25,
            "gen_ai.request.top_k": 40, "gen_ai.request.frequency_penalty": -1.0,
            "gen_ai.request.presence_penalty": 1.0, "gen_ai.request.seed": 7,
            "gen_ai.request.stop_sequences": .stringArray(["END"]),
            "gen_ai.request.encoding_formats": .stringArray(["float"]), "gen_ai.embeddings.dimension.count": 256,
            "gen_ai.request.reasoning.level": "low", "gen_ai.output.type": "json", "gen_ai.conversation.id": "conv_1",
            "gen_ai.request.max_tokens": 50,
        ]
        wanted.forEach { name, value in #expect(client.attributes.get(name) == value, "\(name)") }
    }

    @Test(arguments: ContentCapture.Mode.allCases)
    func `MUST 2: nothing is asked of the gateway, and nothing recorded, unless somebody opted in`(
        mode: ContentCapture.Mode
    ) throws {
        var capture = ContentCapture()
        capture.mode = mode
        let (tracing, spans) = tracing(content: capture)
        let trace = tracing.begin(TraceFields())
        #expect((trace.contentLimits == nil) == (mode == .none))
        var call = call()
        let body = Array(#"{"messages":[{"role":"user","content":"I am a@b.de"}]}"#.utf8)
        let limits = ContentLimits(text: 100, total: 400, count: 8)
        call.content = TracedCall.Content(
            request: body.withUnsafeBytes { RequestContent($0, api: .chatCompletions, limits: limits) },
            answers: [MessageContent(role: "assistant", parts: [.text(CopiedText("Yes."))], finishReason: "stop")])
        trace.ended(call)
        let client = try #require(spans.finished.first)
        let event = client.events.first { $0.name == "gen_ai.client.inference.operation.details" }
        for (attributes, isThere) in [
            (client.attributes, capture.onSpans), (event?.attributes ?? SpanAttributes([:]), capture.onEvents),
        ] {
            let input = attributes.get("gen_ai.input.messages").map { "\($0)" }
            #expect((input?.contains("I am [EMAIL]") ?? false) == isThere)
            #expect((attributes.get("gen_ai.output.messages") != nil) == isThere)
        }
        #expect((event != nil) == capture.onEvents && event?.nanosecondsSinceEpoch ?? client.end == client.end)
    }

    @Test func `an error has its type on the span, and each attempt is an event`() throws {
        let (tracing, spans) = tracing(naming: .latest)
        let attempts: [TracedCall.Attempt] = [
            .init(at: 1_500, isReused: true, outcome: nil), .init(at: 1_600, isReused: false, outcome: .connectFailed),
        ]
        tracing.begin(TraceFields())
            .ended(call(stream: false, status: 502, error: .upstreamUnreachable, attempts: attempts))
        try #require(spans.finished.count == 2)
        let client = spans.finished[0]
        #expect(client.status?.code == .error && spans.finished[1].status?.code == .error)
        #expect(client.attributes.get("error.type") == .string("upstream_unreachable"))
        #expect(spans.finished[1].attributes.get("error.type") == .string("502"))
        #expect(client.attributes.get("gen_ai.usage.cache_write.input_tokens") == .int64(0))
        #expect(client.attributes.get("gen_ai.response.time_to_first_chunk") == nil)
        #expect(
            client.events.map { $0.attributes.get("tollgate.outcome") }
                == [.string("stale_connection"), .string("connect_failed")])
    }

    @Test(arguments: [
        ("/v1/chat/completions", "chat.completions", "POST /v1/chat/completions"),
        ("/v1beta/models/gemini-2.0-flash:generateContent", "generateContent", "POST"),
        ("/openai/deployments/secret-name/chat/completions", "chat.completions", "POST"),
        ("/v1/files/file-123", "unmetered", "POST"), ("/v1/v1/v1/v1/v1/v1", "chat.completions", "POST"),
    ])
    func `a server span's name has no part of a path that varies`(path: String, api: String, name: String) {
        let (tracing, spans) = tracing()
        tracing.begin(TraceFields()).ended(call(path: path, api: api))
        #expect(spans.finished.last?.name == name)
    }

    @Test(arguments: [
        ("chat.completions", "openai", "chat", "openai"), ("messages", "anthropic", "chat", "anthropic"),
        ("embeddings", "mistral", "embeddings", "mistral_ai"),
        ("generateContent", "gemini", "generate_content", "gcp.gemini"),
        ("completions", "azure", "text_completion", "azure.ai.openai"), ("moderations", "mine", "chat", "mine"),
        ("images", "mine", "generate_content", "mine"), ("audio.speech", "mine", "generate_content", "mine"),
    ])
    func `operations and providers have the names of the conventions`(
        api: String, provider: String, operation: String, name: String
    ) {
        let (tracing, spans) = tracing()
        tracing.begin(TraceFields()).ended(call(api: api, provider: provider))
        #expect(spans.finished.first?.attributes.get("gen_ai.operation.name") == .string(operation))
        #expect(spans.finished.first?.attributes.get("gen_ai.provider.name") == .string(name))
    }

    @Test func `an unsampled trace is passed on with a span of its own, and gathers nothing`() {
        let (tracing, spans) = tracing()
        let trace = tracing.begin(TraceFields(traceparent: Self.parent.dropLast(1) + "0"))
        #expect(!trace.isRecorded && trace.traceID == "0af7651916cd43dd8448eb211c80319c")
        #expect(trace.upstreamLines.hasPrefix("traceparent: 00-0af7651916cd43dd8448eb211c80319c-"))
        #expect(trace.upstreamLines.hasSuffix("-00\r\n") && !trace.upstreamLines.contains("b7ad6b7169203331"))
        trace.ended(call())
        #expect(spans.finished.isEmpty)
    }

    @Test(arguments: [nil, "", "00-zz", "evil\r\nx-injected: 1", String(repeating: "0", count: 60)])
    func `a traceparent that is not valid begins a trace, and puts nothing into the request`(field: String?) {
        let (tracing, spans) = tracing()
        let trace = tracing.begin(TraceFields(traceparent: field, tracestate: "k=v"))
        #expect(trace.upstreamLines.split(separator: "\r\n").count == 1)
        #expect(trace.upstreamLines.utf8.count == 13 + 55 + 2)
        trace.ended(call())
        #expect(spans.finished.last?.parent == nil)
    }

    @Test func `calls are counted under the names of the conventions where the environment asks for it`() throws {
        let registry = PrometheusRegistry()
        #expect(GenAIObserver(environment: [:], registry: registry) == nil)
        #expect(GenAIObserver(environment: ["OTEL_METRICS_EXPORTER": "otlp"], registry: registry) == nil)
        let observer = try #require(
            GenAIObserver(environment: ["OTEL_METRICS_EXPORTER": "prometheus"], registry: registry))
        var record = call(error: .timeout).record
        record.modelLabel = "gpt-4o-mini"
        record.timeToFirstTokenMicroseconds = 250_000
        record.durationMicroseconds = 1_500_000
        for _ in 0..<2 {
            observer.callSettled(CallSettled(record: record, overheadSeconds: 0, committedInTime: true))
        }
        var output: [UInt8] = []
        registry.emit(.text, into: &output)
        let text = String(decoding: output, as: UTF8.self)
        let labels = #"{gen_ai_operation_name="chat",gen_ai_provider_name="openai",gen_ai_request_model="gpt-4o-mini","#
        #expect(
            text.contains(
                "gen_ai_client_token_usage_sum\(labels)gen_ai_response_model=\"\",gen_ai_token_type=\"input\"} 200\n"))
        #expect(
            text.contains(
                "gen_ai_client_operation_duration_seconds_sum\(labels)gen_ai_response_model=\"\",error_type=\"timeout\"} 3\n"
            ))
        #expect(text.contains("gen_ai_client_operation_time_to_first_chunk_seconds_count\(labels)"))
    }

    @Test(arguments: [
        (200, nil as ErrorType?, true, nil as String?), (404, .invalidRequest, true, "404"),
        (502, .upstreamUnreachable, false, "upstream_unreachable"),
    ])
    func `what is only passed on is a request by HTTP's conventions, no model's work`(
        status: Int, error: ErrorType?, isAnswered: Bool, type: String?
    ) throws {
        let (tracing, spans) = tracing()
        var call = call(stream: false, status: status, error: error, path: "/v1/files/abc", api: "unmetered")
        call.record.requestModel = nil
        call.request.method = "DELETE"
        if !isAnswered { call.timing.firstByte = 0 }
        tracing.begin(TraceFields()).ended(call)
        call.request.isSecured = false
        tracing.begin(TraceFields()).ended(call)
        try #require(spans.finished.count == 4)
        let client = spans.finished[0]
        #expect(client.name == "DELETE" && client.kind == .client && client.parent?.spanID != nil)
        #expect(client.attributes.get("http.request.method") == "DELETE")
        #expect(client.attributes.get("url.full") == "https://api.openai.com/v1/files/abc")
        #expect(
            client.attributes.get("server.address") == "api.openai.com" && client.attributes.get("server.port") == 443)
        #expect(client.attributes.get("http.response.status_code") == (isAnswered ? .int64(Int64(status)) : nil))
        #expect(client.attributes.get("error.type") == type.map { .string($0) })
        #expect((client.status?.code == .error) == (error != nil))
        #expect(client.attributes.get("gen_ai.operation.name") == nil && client.events.count == 1)
        #expect(spans.finished[2].attributes.get("url.full") == "http://api.openai.com:443/v1/files/abc")
        #expect(spans.finished[1].name == "DELETE" && spans.finished[1].kind == .server)
    }

    @Test(arguments: [(401, false), (503, true)])
    func `a refusal is a server span alone`(status: Int, isError: Bool) {
        let (tracing, spans) = tracing()
        tracing.begin(TraceFields(traceparent: Self.parent)).refused(
            TracedRefusal(reason: .unauthenticated, status: status, method: "BREW", path: "/v1/x", begun: 5, ended: 9))
        #expect(spans.finished.count == 1)
        let span = spans.finished[0]
        #expect(span.name == "HTTP" && span.start == 5 && span.end == 9)
        #expect(span.attributes.get("url.path") == "/v1/x" && span.attributes.get("url.scheme") == "http")
        #expect(span.attributes.get("http.request.method") == .string("_OTHER"))
        #expect(span.attributes.get("http.request.method_original") == .string("BREW"))
        #expect(span.attributes.get("error.type") == .string("unauthenticated"))
        #expect((span.status?.code == .error) == isError)
    }
}
