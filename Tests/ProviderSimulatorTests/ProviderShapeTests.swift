import ProviderSimulator
import Testing

/// The shapes of each API over a socket: what is said, what is remembered of it, and that both agree.
@Suite struct ProviderShapeTests {
    private func exchange(
        _ path: String, _ body: String, headers: [String] = []
    ) async throws -> (answer: String, call: CallRecord) {
        let simulator = ProviderSimulator(configuration: .init())
        let port = try await simulator.start()
        let answer: String
        do {
            answer = try await RawClient.post(path, body, headers: headers, port: port)
        } catch {
            await simulator.stop()
            throw error
        }
        let call = simulator.calls.first
        await simulator.stop()
        return (answer, try #require(call))
    }

    private static let prompt = #""messages":[{"role":"user","content":"How are you?"}]"#

    /// Path, body, provider, what the answer must say, what is remembered in classes.
    private static let plain: [(String, String, String, String, String)] = [
        (
            "/v1/responses", #"{"model":"gpt-4o","input":"How are you?"}"#, "openai", #""object":"response""#,
            #"{"input_tokens":6,"#
        ),
        (
            "/v1/completions", #"{"model":"gpt-3.5-turbo-instruct","prompt":"abcd","max_tokens":2}"#, "openai",
            #""prompt_tokens":1,"completion_tokens":2,"total_tokens":3"#, #"{"input_tokens":1,"output_tokens":2}"#
        ),
        (
            "/v1/moderations", #"{"model":"omni-moderation-latest","input":"kill"}"#, "openai", #""flagged":true"#,
            #"{"input_tokens":0,"output_tokens":0,"free":true}"#
        ),
        (
            "/v1/images/generations", #"{"model":"dall-e-3","prompt":"a","quality":"hd","size":"1024x1792"}"#,
            "openai", #""url":"#, #""images":1,"image_variant":"hd/1024x1792""#
        ),
        (
            "/v1/audio/speech", #"{"model":"tts-1","input":"naïve","voice":"alloy"}"#, "openai",
            "transfer-encoding: chunked", #""characters":5"#
        ),
        (
            "/openai/deployments/ours/chat/completions", "{\(prompt)}", "azure", #""model":"gpt-4o-2024-11-20""#,
            #"{"input_tokens":10,"#
        ),
        (
            "/v1beta/models/gemini-2.5-pro:generateContent?key=k", #"{"contents":[{"parts":[{"text":"abcd"}]}]}"#,
            "gemini", #""promptTokenCount":1,"#, #"{"input_tokens":1,"#
        ),
        (
            "/v1beta/models/gemini-2.5-pro:countTokens", #"{"contents":[{"parts":[{"text":"abcd"}]}]}"#, "gemini",
            #""totalTokens":1"#, #""free":true"#
        ),
        (
            "/groq/openai/v1/chat/completions", #"{"model":"llama-3.3-70b-versatile",\#(prompt)}"#, "groq",
            #""queue_time":"#, #"{"input_tokens":10,"#
        ),
        (
            "/xai/v1/chat/completions", #"{"model":"grok-4",\#(prompt)}"#, "xai", #""cost_in_usd_ticks":"#,
            #""stated_cost_usd":"0."#
        ),
        (
            "/cohere/v2/rerank", #"{"model":"rerank-v3.5","query":"q","documents":["a","b"]}"#, "cohere",
            #""billed_units":{"search_units":1}"#, #""per_search_unit":1"#
        ),
    ]

    @Test(arguments: plain)
    func `answers in the provider's own form and remembers the classes`(
        path: String, body: String, provider: String, says: String, classes: String
    ) async throws {
        let (answer, call) = try await exchange(path, body)
        #expect(answer.hasPrefix("HTTP/1.1 200 ") && answer.contains(says))
        #expect(call.provider == provider && call.complete)
        #expect(call.used?.contains(classes) ?? false, "\(call.used ?? "nothing")")
        if let usage = call.usage { #expect(answer.contains(usage)) }
    }

    /// Path, body, how the stream must end (before the end of the chunks), whether it tells the usage.
    private static let streams: [(String, String, String, Bool)] = [
        ("/v1/responses", #"{"model":"gpt-4o","input":"a","stream":true}"#, "event: response.completed\n", true),
        ("/v1/completions", #"{"model":"davinci-002","prompt":"a","stream":true}"#, "data: [DONE]\n\n", false),
        (
            "/deepseek/chat/completions", #"{"model":"deepseek-chat","stream":true,\#(prompt)}"#, "data: [DONE]\n\n",
            true
        ),
        ("/moonshot/v1/chat/completions", #"{"model":"kimi-k2","stream":true,\#(prompt)}"#, "data: [DONE]\n\n", true),
        ("/groq/openai/v1/chat/completions", #"{"model":"l","stream":true,\#(prompt)}"#, "data: [DONE]\n\n", true),
        ("/perplexity/chat/completions", #"{"model":"sonar","stream":true,\#(prompt)}"#, "data: [DONE]\n\n", true),
        ("/cohere/v2/chat", #"{"model":"command-a","stream":true,\#(prompt)}"#, "event: message-end\n", true),
        (
            "/v1/images/generations", #"{"model":"gpt-image-1","prompt":"a","stream":true,"partial_images":1}"#,
            "event: image_generation.completed\n", true
        ),
        (
            "/v1beta/models/gemini-2.5-pro:streamGenerateContent?alt=sse",
            #"{"contents":[{"parts":[{"text":"a"}]}]}"#, #""finishReason":"STOP""#, true
        ),
        (
            "/v1beta/models/gemini-2.5-pro:streamGenerateContent", #"{"contents":[{"parts":[{"text":"a"}]}]}"#,
            "\n]", true
        ),
    ]

    @Test(arguments: streams)
    func `streams end as the provider's do and tell the usage where they do`(
        path: String, body: String, end: String, tells: Bool
    ) async throws {
        let (answer, call) = try await exchange(path, body, headers: ["x-sim-events: 3"])
        #expect(answer.contains(end) && answer.hasSuffix("0\r\n\r\n"))
        #expect((call.usage != nil) == tells && call.actualUsage != nil && call.complete)
        if let usage = call.usage { #expect(answer.contains(usage)) }
    }

    @Test(arguments: [
        ("/v1beta/models/gemini-2.5-pro:generateContent", "{}", "400 ", #""status":"INVALID_ARGUMENT""#),
        ("/v1beta/models/no-such-model:generateContent", #"{"contents":[]}"#, "404 ", #""status":"NOT_FOUND""#),
        ("/v1/responses/resp_nothing/cancel", "{}", "404 ", "not found"),
        ("/v1/audio/transcriptions", "{\"model\":\"whisper-1\"}", "400 ", "'file'"),
        ("/v1/no/such/path", "{}", "404 ", "Invalid URL"),
    ])
    func `refuses in the provider's own words`(path: String, body: String, status: String, says: String) async throws {
        let (answer, call) = try await exchange(path, body)
        #expect(answer.hasPrefix("HTTP/1.1 \(status)") && answer.contains(says))
        #expect(call.used == nil && call.usage == nil)
    }

    @Test func `reads a form with its file, whose length it knows`() async throws {
        let body =
            "--b\r\ncontent-disposition: form-data; name=\"model\"\r\n\r\nwhisper-1\r\n"
            + "--b\r\ncontent-disposition: form-data; name=\"response_format\"\r\n\r\nverbose_json\r\n"
            + "--b\r\ncontent-disposition: form-data; name=\"file\"; filename=\"a.bin\"\r\n\r\n"
            + String(repeating: "x", count: 16_000) + "\r\n--b--\r\n"
        let (answer, call) = try await exchange(
            "/v1/audio/transcriptions", body, headers: ["content-type: multipart/form-data; boundary=b"])
        #expect(answer.contains(#""duration":1.0,"#) && call.model == "whisper-1")
        #expect(call.usage == #"{"type":"duration","seconds":1}"#)
        #expect(call.used == #"{"input_tokens":0,"output_tokens":0,"audio_ms":1000}"#)
    }
}
