import Dialects
import Money
import Testing
import Usage

/// What providers' counts mean, quirk by quirk (USAGE-SEMANTICS.md), beyond the sample cases.
struct UsageMeaningTests {
    struct Quirk: Sendable, CustomTestStringConvertible {
        var flavor: UsageFlavor
        var usage: String
        var counts: Counts
        var stated: String?
        var testDescription: String { "\(flavor.rawValue) \(usage)" }

        init(_ flavor: UsageFlavor, _ usage: String, _ counts: Counts, stated: String? = nil) {
            self.flavor = flavor
            self.usage = usage
            self.counts = counts
            self.stated = stated
        }
    }

    static let quirks = [
        // Parts inside wholes.
        Quirk(
            .openai,
            #"{"prompt_tokens":100,"completion_tokens":50,"prompt_tokens_details":{"cached_tokens":30,"cache_write_tokens":20,"audio_tokens":10},"completion_tokens_details":{"reasoning_tokens":25,"audio_tokens":15}}"#,
            Counts(input: 100, cached: 30, cacheWrite: 20, output: 50, reasoning: 25, audioInput: 10, audioOutput: 15)),
        Quirk(.openai, #"{"prompt_tokens":12.0,"completion_tokens":1e1}"#, Counts(input: 12, output: 10)),
        Quirk(.openai, #"{"prompt_tokens":5,"completion_tokens":null,"prompt_tokens_details":null}"#, Counts(input: 5)),
        Quirk(.voyage, #"{"total_tokens":7}"#, Counts(input: 7)),
        // DeepSeek, Moonshot, Together, Mistral: other names for cached tokens.
        Quirk(
            .deepseek, #"{"prompt_tokens":9,"prompt_cache_hit_tokens":4,"prompt_cache_miss_tokens":5}"#,
            Counts(input: 9, cached: 4)),
        Quirk(.moonshot, #"{"prompt_tokens":9,"cached_tokens":4}"#, Counts(input: 9, cached: 4)),
        Quirk(.mistral, #"{"prompt_tokens":9,"num_cached_tokens":4}"#, Counts(input: 9, cached: 4)),
        Quirk(
            .mistral,
            #"{"prompt_tokens":9,"num_cached_tokens":4,"prompt_tokens_details":{"cached_tokens":3},"prompt_audio_seconds":{}}"#,
            Counts(input: 9, cached: 3)),
        // xAI: reasoning beside the completion, unless the total says otherwise.
        Quirk(
            .xai,
            #"{"prompt_tokens":10,"completion_tokens":5,"total_tokens":35,"completion_tokens_details":{"reasoning_tokens":20}}"#,
            Counts(input: 10, output: 25, reasoning: 20)),
        Quirk(
            .xai,
            #"{"prompt_tokens":10,"completion_tokens":25,"total_tokens":35,"completion_tokens_details":{"reasoning_tokens":20}}"#,
            Counts(input: 10, output: 25, reasoning: 20)),
        Quirk(
            .xai,
            #"{"prompt_tokens":10,"completion_tokens":5,"completion_tokens_details":{"reasoning_tokens":20},"cost_in_usd_ticks":12345678}"#,
            Counts(input: 10, output: 25, reasoning: 20), stated: "0.0012345678"),
        // Gemini's OpenAI-compatible endpoint leaves the thoughts out of the completion.
        Quirk(
            .gemini, #"{"prompt_tokens":10,"completion_tokens":5,"total_tokens":45}"#,
            Counts(input: 10, output: 35, reasoning: 30)),
        // Perplexity: citation and reasoning beside the completion.
        Quirk(
            .perplexity,
            #"{"prompt_tokens":10,"completion_tokens":5,"citation_tokens":100,"reasoning_tokens":50,"num_search_queries":3,"cost":{"total_cost":0.5}}"#,
            Counts(input: 10, output: 155, reasoning: 50), stated: "0.5"),
        // OpenRouter states its cost; with the caller's own key it is only the fee.
        Quirk(.openrouter, #"{"prompt_tokens":1,"cost":1.8e-05}"#, Counts(input: 1), stated: "0.000018"),
        Quirk(
            .openrouter,
            #"{"prompt_tokens":1,"cost":0.001,"is_byok":true,"cost_details":{"upstream_inference_cost":0.02}}"#,
            Counts(input: 1), stated: "0.021"),
        Quirk(
            .openrouter,
            #"{"prompt_tokens":1,"cost":0.001,"is_byok":false,"cost_details":{"upstream_inference_cost":0.02}}"#,
            Counts(input: 1), stated: "0.001"),
        // A cost that nobody promised means nothing.
        Quirk(.openai, #"{"prompt_tokens":1,"cost":3,"cost_in_usd_ticks":5}"#, Counts(input: 1)),
        // Parts that are larger than the whole are cut.
        Quirk(
            .openrouter, #"{"prompt_tokens":100,"prompt_tokens_details":{"cached_tokens":80,"cache_write_tokens":80}}"#,
            Counts(input: 100, cached: 80, cacheWrite: 20)),
        Quirk(
            .openai, #"{"completion_tokens":10,"completion_tokens_details":{"reasoning_tokens":40}}"#,
            Counts(output: 10, reasoning: 10)),
    ]

    @Test(arguments: quirks)
    func `counts mean what the provider means`(_ quirk: Quirk) throws {
        let body = #"{"choices":[{}],"usage":\#(quirk.usage)}"#
        for response in [
            read(body, .chatCompletions, quirk.flavor),
            relay("data: \(body)\n\ndata: [DONE]\n\n", flavor: quirk.flavor).response,
        ] {
            let usage = try #require(response.usage)
            #expect(Counts(usage) == quirk.counts)
            #expect(usage.statedCost == quirk.stated.map(exactUSD))
            #expect(usage.rejected.isEmpty)
        }
    }

    @Test func `Mistral's seconds of audio and Perplexity's searches are metered`() throws {
        let mistral = try #require(
            read(#"{"usage":{"prompt_tokens":1,"prompt_audio_seconds":12}}"#, .chatCompletions, .mistral).usage)
        #expect(mistral.quantity(.inputAudioMicroseconds) == 12_000_000)
        let body = #"{"usage":{"prompt_tokens":1,"num_search_queries":3,"search_context_size":"high"}}"#
        let perplexity = try #require(read(body, .chatCompletions, .perplexity).usage)
        #expect(perplexity.quantity(.queries) == 3)
        #expect(perplexity.quantity(.requests) == 1)
        #expect(perplexity.searchContextSize == "high")
    }

    @Test func `what does not fit into text was of another modality`() throws {
        let body = #"{"usage":{"prompt_tokens":1000,"prompt_tokens_details":{"cached_tokens":512,"image_tokens":800}}}"#
        let tokens = try #require(read(body, .chatCompletions).usage).tokens
        #expect(tokens.input == 0)
        #expect(tokens.imageInput == 488)
        #expect(tokens.cachedImageInput == 312)
        #expect(tokens.cachedInput == 200)
    }

    @Test(arguments: [
        ("priority", ServiceTier.priority), ("fast", .priority), ("flex", .flex), ("batch", .batch),
        ("default", .standard),
        ("on_demand", .standard), ("auto", .standard), ("scale", .provisioned), ("whatever", .standard),
        ("pri\\u006frity", .priority),
    ])
    func `the answer's service tier selects the variant`(_ tier: String, _ expected: ServiceTier) throws {
        let body = #"{"usage":{"prompt_tokens":1},"service_tier":"\#(tier)"}"#
        #expect(try #require(read(body, .chatCompletions).usage).serviceTier == expected)
    }

    @Test func `Groq's compound systems are counted model by model`() throws {
        let part = { (model: String, input: Int, output: Int) in
            #"{"model":"\#(model)","usage":{"prompt_tokens":\#(input),"completion_tokens":\#(output),"total_tokens":1}}"#
        }
        let parts = #"{"models":[\#(part("a", 100, 10)),\#(part("b", 50, 5))]}"#
        let body = #"{"usage":{"prompt_tokens":150,"completion_tokens":15},"usage_breakdown":\#(parts)}"#
        let usage = try #require(read(body, .chatCompletions, .groq).usage)
        #expect(usage.tokens == TokenCounts())
        #expect(usage.additional.map(\.model?.rawValue) == ["a", "b"])
        #expect(Counts(usage) == Counts(input: 150, output: 15))
        let wrong = #"{"usage":{"prompt_tokens":149,"completion_tokens":15},"usage_breakdown":\#(parts)}"#
        #expect(Counts(try #require(read(wrong, .chatCompletions, .groq).usage)) == Counts(input: 149, output: 15))
    }
}

/// What Anthropic's counts mean beyond the sample cases.
struct AnthropicMeaningTests {
    private func usage(_ json: String) throws -> Usage {
        try #require(read(#"{"type":"message","usage":\#(json)}"#, .messages, .anthropic).usage)
    }

    @Test(arguments: [
        (
            #"{"input_tokens":10,"cache_creation_input_tokens":7,"cache_creation":{"ephemeral_1h_input_tokens":3}}"#, 4,
            3
        ),
        (
            #"{"input_tokens":10,"cache_creation_input_tokens":7,"cache_creation":{"ephemeral_5m_input_tokens":3}}"#, 7,
            0
        ),
        (
            #"{"input_tokens":10,"cache_creation_input_tokens":7,"cache_creation":{"ephemeral_1h_input_tokens":9}}"#, 0,
            7
        ),
        (#"{"input_tokens":10,"cache_creation":{"ephemeral_5m_input_tokens":4,"ephemeral_1h_input_tokens":9}}"#, 4, 9),
        (#"{"input_tokens":10,"cache_creation_input_tokens":7,"cache_creation":null}"#, 7, 0),
    ])
    func `written tokens are 5-minute ones unless they are said to live longer`(
        _ json: String, _ short: Int64, _ long: Int64
    ) throws {
        let tokens = try usage(json).tokens
        #expect(tokens.cacheWrite5m == short)
        #expect(tokens.cacheWrite1h == long)
        #expect(tokens.inputTotal == 10 + short + long)
    }

    @Test func `speed, place, tier and searches select prices`() throws {
        let fast = try usage(
            #"{"input_tokens":1,"speed":"fast","inference_geo":"us","server_tool_use":{"web_search_requests":2}}"#)
        #expect(fast.serviceTier == .fast)
        #expect(fast.conditions == .inferenceGeoUS)
        #expect(fast.quantity(.webSearches) == 2)
        let batch = try usage(#"{"input_tokens":1,"speed":"standard","inference_geo":"global","service_tier":"batch"}"#)
        #expect(batch.serviceTier == .batch)
        #expect(batch.conditions.isEmpty)
    }

    @Test func `iterations are kept apart, so that each is judged by its own tier`() throws {
        let iteration = { (type: String, input: Int, output: Int) in
            #"{"type":"\#(type)","input_tokens":\#(input),"output_tokens":\#(output)}"#
        }
        let parts = [
            iteration("message", 90_000, 10), iteration("compaction", 5, 1), iteration("message", 120_000, 20),
        ]
        let whole =
            #""output_tokens":30,"output_tokens_details":{"thinking_tokens":15},"iterations":[\#(parts.joined(separator: ","))]"#
        let usage = try usage(#"{"input_tokens":210000,\#(whole)}"#)
        #expect(usage.tokens.input == 90_000)
        #expect(usage.additional.map(\.tokens.input) == [120_000, 5])
        #expect(usage.tierInputTokens == nil)
        #expect(Counts(usage) == Counts(input: 210_005, output: 31, reasoning: 15))

        let odd = try self.usage(#"{"input_tokens":300000,\#(whole)}"#)
        #expect(odd.tokens.input == 300_000)
        #expect(odd.tierInputTokens == 120_000)
        #expect(odd.additional.map(\.tokens.input) == [5])
    }
}
