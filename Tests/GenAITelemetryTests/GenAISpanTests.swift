import GenAITelemetry
import PrometheusExposition
import PrometheusMetrics
import Testing
import Tracing

/// TELEMETRY-SPECS A.
@Suite struct GenAISpanTests {
    @Test(arguments: [
        (GenAIOperation.chat, "gpt-4o" as String?, "chat gpt-4o", SpanKind.client, SpanKind.internal),
        (.generateContent, "g", "generate_content g", .client, .internal),
        (.textCompletion, "d", "text_completion d", .client, .internal),
        (.embeddings, "e", "embeddings e", .client, .internal),
        (.executeTool, "search", "execute_tool search", .internal, .internal),
        (.invokeAgent, "helper", "invoke_agent helper", .client, .internal),
        (.invokeAgent, nil, "invoke_agent", .client, .internal), (.chat, "", "chat", .client, .internal),
    ])
    func `MUST 1: names and kinds are those of the table`(
        operation: GenAIOperation, subject: String?, name: String, remote: SpanKind, local: SpanKind
    ) {
        #expect(operation.spanName(subject) == name)
        #expect(operation.kind() == remote && operation.kind(isRemote: false) == local)
    }

    @Test func `MUST 1: a tool's and an agent's span are named by what they are of`() {
        var tool = GenAIRequest(.executeTool, provider: "openai", model: nil)
        tool.toolName = "search"
        #expect(tool.spanName == "execute_tool search")
        #expect(tool.attributes(.latest).get("gen_ai.tool.name") == "search")
        var agent = GenAIRequest(.invokeAgent, provider: "openai", model: "gpt-4o")
        #expect(agent.spanName == "invoke_agent")
        agent.agentName = "helper"
        #expect(agent.spanName == "invoke_agent helper")
        #expect(agent.attributes(.latest).get("gen_ai.agent.name") == "helper")
        #expect(agent.attributes(.latest).get("gen_ai.request.model") == "gpt-4o")
    }

    private func request(stream: Bool = false) -> GenAIRequest {
        var request = GenAIRequest(.chat, provider: "openai", model: "gpt-4o")
        request.serverAddress = "api.openai.com"
        request.serverPort = 443
        request.isStream = stream
        request.topK = 5
        return request
    }

    private func response() -> GenAIResponse {
        var response = GenAIResponse()
        response.id = "r1"
        response.model = "gpt-4o-2024"
        response.finishReasons = ["stop", "length"]
        response.usage = GenAIUsage(input: 100, output: 20, cacheRead: 60, cacheWrite: 10, reasoning: 5)
        response.timeToFirstChunk = 0.25
        response.errorType = "timeout"
        return response
    }

    @Test func `a call has the attributes of the conventions`() {
        let all = request(stream: true).attributes(.latest)
        #expect(
            all == [
                "gen_ai.operation.name": "chat", "gen_ai.provider.name": "openai", "gen_ai.request.model": "gpt-4o",
                "server.address": "api.openai.com", "server.port": 443, "gen_ai.request.stream": true,
                "gen_ai.request.top_k": 5,
            ])
        let end = response().attributes(for: request(stream: true), .latest)
        #expect(
            end == [
                "gen_ai.response.id": "r1", "gen_ai.response.model": "gpt-4o-2024",
                "gen_ai.response.finish_reasons": .stringArray(["stop", "length"]), "gen_ai.usage.input_tokens": 100,
                "gen_ai.usage.output_tokens": 20, "gen_ai.usage.cache_read.input_tokens": 60,
                "gen_ai.usage.cache_write.input_tokens": 10, "gen_ai.usage.reasoning.output_tokens": 5,
                "gen_ai.response.time_to_first_chunk": 0.25, "error.type": "timeout",
            ])
        #expect(GenAIResponse().attributes(for: request(), .latest).isEmpty)
    }

    @Test(arguments: [(10, 60, 10, 70), (100, 60, 10, 100), (0, 0, 0, 0), (5, Int64.max, 1, 5)])
    func `MUST 3: input tokens are never fewer than cached ones`(
        input: Int64, read: Int64, write: Int64, expected: Int64
    ) {
        #expect(GenAIUsage(input: input, cacheRead: read, cacheWrite: write).input == expected)
        #expect(GenAIUsage.anthropic(input: 10, output: 1, cacheRead: 60, cacheCreation: 30).input == 100)
        #expect(GenAIUsage.anthropic(input: .max, output: 1, cacheRead: 60, cacheCreation: 30).input == .max)
    }

    @Test func `MUST 4: finish reasons are a list, also of one`() {
        var one = GenAIResponse()
        one.finishReasons = ["stop"]
        #expect(
            one.attributes(for: request(), .latest).get("gen_ai.response.finish_reasons") == .stringArray(["stop"]))
    }

    @Test func `MUST 5: the time to the first chunk is there for streams only`() {
        let plain = response().attributes(for: request(), .latest)
        #expect(plain.get("gen_ai.response.time_to_first_chunk") == nil)
        #expect(request().attributes(.latest).get("gen_ai.request.stream") == nil)
    }

    @Test(arguments: [GenAINaming.established, .latest])
    func `MUST 6 and 8: the error's type is the same on span and metric, and names can be switched`(
        naming: GenAINaming
    ) {
        var configuration = PrometheusMetricsConfiguration()
        for (label, bounds) in GenAIBuckets.all { configuration.buckets[label] = HistogramBuckets(bounds) }
        let factory = PrometheusMetricsFactory(configuration: configuration)
        GenAIMetrics(naming, factory: factory).record(request(stream: true), response(), seconds: 1.5)
        var ok = response()
        ok.errorType = nil
        GenAIMetrics(naming, factory: factory).record(request(stream: true), ok, seconds: 2.5)
        var output: [UInt8] = []
        factory.registry.emit(.text, into: &output)
        let text = String(decoding: output, as: UTF8.self)
        let duration = naming == .latest ? "gen_ai_client_inference_duration" : "gen_ai_client_operation_duration"
        #expect(text.contains("\(duration)_seconds_count{"))
        #expect(text.contains(#"error_type="timeout"} 1"#) && text.contains(#"error_type=""} 1"#))
        #expect(text.contains(#"_seconds_bucket{gen_ai_operation_name="chat","#) && text.contains(#"le="81.92"}"#))
        let names = [
            "gen_ai_client_token_usage_count{": naming == .established,
            "gen_ai_client_inference_usage_input_tokens_total{": naming == .latest,
            "gen_ai_client_inference_operation_output_tokens_sum{": naming == .latest,
        ]
        for (name, isThere) in names { #expect(text.contains(name) == isThere, "\(name)") }
        let span = response().attributes(for: request(), naming)
        #expect(span.get("error.type") == .string("timeout"))
        #expect((span.get("gen_ai.usage.cache_write.input_tokens") != nil) == (naming == .latest))
        #expect((span.get("gen_ai.usage.cache_creation.input_tokens") != nil) == (naming == .established))
    }

    @Test func `MUST 7: buckets are those of the conventions`() {
        #expect(
            GenAIBuckets.durations == [
                0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92,
            ])
        #expect(
            GenAIBuckets.tokens == [
                1, 4, 16, 64, 256, 1_024, 4_096, 16_384, 65_536, 262_144, 1_048_576, 4_194_304, 16_777_216, 67_108_864,
            ])
        #expect(GenAIBuckets.serverTimeToFirstToken.count == 16 && GenAIBuckets.serverTimePerOutputToken.count == 13)
    }

    @Test(arguments: [
        (nil, GenAINaming.established), ("", .established), ("http", .established),
        ("gen_ai_latest_experimental", .latest), ("http, gen_ai_latest_experimental ", .latest),
        ("gen_ai_latest", .established),
    ])
    func `MUST 8: the environment asks for the newest names`(value: String?, naming: GenAINaming) {
        var environment: [String: String] = [:]
        environment["OTEL_SEMCONV_STABILITY_OPT_IN"] = value
        #expect(GenAINaming(environment: environment) == naming)
    }
}
