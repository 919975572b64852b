// swift-format-ignore-file
// Lines of JSON as providers write them are longer than lines of code.

import Dialects

extension ProviderShape {
    /// Every preset whose shape is its own.
    static let all: [ProviderShape] = [
        groq, deepseek, mistral, xai, together, fireworks, openrouter, perplexity, cerebras, moonshot, zai, ollama, vllm, azure,
        cohere, cohereLines, gemini, geminiArray, responses, ollamaLines, openrouterMessages,
    ]

    static let groq = {
        let usage = #"{"queue_time":0.02,"prompt_tokens":30,"prompt_time":0.001,"completion_tokens":20,"completion_time":0.03,"total_tokens":50,"total_time":0.031,"prompt_tokens_details":{"cached_tokens":10},"completion_tokens_details":{"reasoning_tokens":8}}"#
        return ProviderShape(
            name: "groq", body: answer("openai/gpt-oss-20b", #""usage":\#(usage),"usage_breakdown":null,"x_groq":{"id":"req_1"},"service_tier":"on_demand""#),
            stream: chat("openai/gpt-oss-20b", [start + #","x_groq":{"id":"req_1"}"#, more, stop + #","x_groq":{"id":"req_1","usage":\#(usage)}"#, none + #","usage":\#(usage),"service_tier":"on_demand""#]),
            expected: Counts(input: 30, cached: 10, output: 20, reasoning: 8), asked: none + #","usage":\#(usage),"service_tier":"on_demand""#)
    }()

    static let deepseek = {
        let usage = #""usage":{"prompt_tokens":339,"completion_tokens":83,"total_tokens":422,"prompt_tokens_details":{"cached_tokens":320},"completion_tokens_details":{"reasoning_tokens":39},"prompt_cache_hit_tokens":320,"prompt_cache_miss_tokens":19}"#
        return ProviderShape(
            name: "deepseek", body: answer("deepseek-reasoner", usage + #","system_fingerprint":"fp_1""#),
            stream: ": keep-alive\n\n" + chat("deepseek-reasoner", [#""choices":[{"index":0,"delta":{"role":"assistant","content":null,"reasoning_content":"Hm"},"finish_reason":null}],"usage":null"#, start + #","usage":null"#, stop + "," + usage]),
            expected: Counts(input: 339, cached: 320, output: 83, reasoning: 39))
    }()

    static let mistral = {
        let usage = #""usage":{"prompt_tokens":1540,"total_tokens":1594,"completion_tokens":54,"prompt_tokens_details":{"cached_tokens":1000}}"#
        return ProviderShape(
            name: "mistral", body: answer("pixtral-12b-latest", usage),
            stream: chat("pixtral-12b-latest", [start, #""choices":[{"index":0,"delta":{"content":[{"type":"text","text":" day"}]},"finish_reason":null}]"#, stop + "," + usage]),
            expected: Counts(input: 1540, cached: 1000, output: 54))
    }()

    static let xai = {
        let usage = #""usage":{"prompt_tokens":1000,"completion_tokens":100,"total_tokens":2000,"prompt_tokens_details":{"text_tokens":1000,"audio_tokens":0,"image_tokens":0,"cached_tokens":512},"completion_tokens_details":{"reasoning_tokens":900,"audio_tokens":0,"accepted_prediction_tokens":0,"rejected_prediction_tokens":0},"num_sources_used":0,"cost_in_usd_ticks":72320000}"#
        return ProviderShape(
            name: "xai", body: answer("grok-4.7", usage),
            stream: chat("grok-4.7", [start, more, stop, none + "," + usage]),
            expected: Counts(input: 1000, cached: 512, output: 1000, reasoning: 900), statedCost: "0.007232", asked: none + "," + usage)
    }()

    static let together = {
        let usage = #""usage":{"prompt_tokens":3000,"completion_tokens":400,"total_tokens":3400,"cached_tokens":1000}"#
        return ProviderShape(
            name: "together", body: answer("openai/gpt-oss-120b", usage + #","prompt":[]"#),
            stream: chat("openai/gpt-oss-120b", [#""choices":[{"index":0,"text":"Good","logprobs":null,"delta":{"role":"assistant","content":"Good","token_id":1}}],"usage":null"#, stop + "," + usage]),
            expected: Counts(input: 3000, cached: 1000, output: 400))
    }()

    static let fireworks = {
        let usage = #""usage":{"prompt_tokens":3000,"total_tokens":3400,"completion_tokens":400,"prompt_tokens_details":{"cached_tokens":1000}}"#
        return ProviderShape(
            name: "fireworks", body: answer("accounts/fireworks/models/kimi-k2p6", usage),
            stream: chat("accounts/fireworks/models/kimi-k2p6", [start, more, stop, none + "," + usage]),
            expected: Counts(input: 3000, cached: 1000, output: 400), asked: none + "," + usage)
    }()

    static let openrouter = {
        let usage = #""usage":{"prompt_tokens":687,"completion_tokens":187,"total_tokens":874,"cost":0.00333825,"is_byok":false,"prompt_tokens_details":{"cached_tokens":679,"audio_tokens":0},"cost_details":{"upstream_inference_cost":null,"upstream_inference_prompt_cost":0.0005,"upstream_inference_completions_cost":0.0028},"completion_tokens_details":{"reasoning_tokens":118,"image_tokens":0}}"#
        let last = #""provider":"xAI","choices":[{"index":0,"delta":{"role":"assistant","content":""},"finish_reason":null,"native_finish_reason":null}],"# + usage
        return ProviderShape(
            name: "openrouter", body: answer("x-ai/grok-4", #""provider":"xAI","# + usage),
            stream: ": OPENROUTER PROCESSING\n\n: OPENROUTER PROCESSING\n\n" + chat("x-ai/grok-4", [start, more, stop, last]),
            expected: Counts(input: 687, cached: 679, output: 187, reasoning: 118), statedCost: "0.00333825")
    }()

    static let perplexity = {
        func usage(_ completion: Int, _ cost: String) -> String {
            #""usage":{"prompt_tokens":14,"completion_tokens":\#(completion),"total_tokens":\#(14 + completion),"search_context_size":"high","citation_tokens":40,"num_search_queries":3,"reasoning_tokens":60,"cost":{"input_tokens_cost":0.000014,"output_tokens_cost":0.000248,"request_cost":0.012,"total_cost":\#(cost)}}"#
        }
        return ProviderShape(
            name: "perplexity", body: answer("sonar-deep-research", usage(248, "0.012262") + #","citations":["https://a"],"search_results":[]"#),
            stream: chat("sonar-deep-research", [start + "," + usage(1, "0.0121"), more + "," + usage(2, "0.0122"), #""choices":[{"index":0,"delta":{"role":"assistant","content":""},"message":{"role":"assistant","content":"Good day"},"finish_reason":"stop"}],"# + usage(248, "0.012262")], done: false),
            expected: Counts(input: 14, output: 348, reasoning: 60), statedCost: "0.012262")
    }()

    static let cerebras = {
        let usage = #""usage":{"total_tokens":20,"completion_tokens":7,"completion_tokens_details":{"accepted_prediction_tokens":0,"rejected_prediction_tokens":0,"reasoning_tokens":2},"prompt_tokens":13,"prompt_tokens_details":{"cached_tokens":4}},"time_info":{"queue_time":0.009,"prompt_time":0.003,"completion_time":0.017,"total_time":0.083,"created":1781275708.3280318}"#
        return ProviderShape(
            name: "cerebras", body: answer("zai-glm-4.7", usage), stream: chat("zai-glm-4.7", [start, more, stop + "," + usage]),
            expected: Counts(input: 13, cached: 4, output: 7, reasoning: 2))
    }()

    static let moonshot = {
        let usage = #""usage":{"prompt_tokens":2000,"completion_tokens":300,"total_tokens":2300,"cached_tokens":1024}"#
        return ProviderShape(
            name: "moonshot", body: answer("kimi-k2.6", usage),
            stream: chat("kimi-k2.6", [start, more, #""choices":[{"index":0,"delta":{},"finish_reason":"stop",\#(usage)}]"#]),
            expected: Counts(input: 2000, cached: 1024, output: 300))
    }()

    static let zai = {
        let usage = #""usage":{"prompt_tokens":20,"completion_tokens":125,"total_tokens":145,"prompt_tokens_details":{"cached_tokens":6},"completion_tokens_details":{"reasoning_tokens":116}}"#
        return ProviderShape(
            name: "zai", body: answer("glm-5.3", usage), stream: chat("glm-5.3", [start, more, stop + "," + usage]),
            expected: Counts(input: 20, cached: 6, output: 125, reasoning: 116))
    }()

    static let ollama = {
        let usage = #""usage":{"prompt_tokens":26,"completion_tokens":9,"total_tokens":35}"#
        return ProviderShape(
            name: "ollama", body: answer("llama3.2", #""system_fingerprint":"fp_ollama","# + usage),
            stream: chat("llama3.2", [start, more, stop, none + "," + usage]),
            expected: Counts(input: 26, output: 9), asked: none + "," + usage)
    }()

    static let vllm = {
        let usage = #""usage":{"prompt_tokens":33,"total_tokens":45,"completion_tokens":12,"prompt_tokens_details":{"cached_tokens":16}}"#
        return ProviderShape(
            name: "vllm", body: answer("Qwen/Qwen3-8B", usage + #","prompt_logprobs":null,"kv_transfer_params":null"#),
            stream: chat("Qwen/Qwen3-8B", [start, #""choices":[{"index":0,"delta":{"reasoning":" Hm","content":null},"logprobs":null,"finish_reason":null,"token_ids":null}]"#, stop, none + "," + usage]),
            expected: Counts(input: 33, cached: 16, output: 12), asked: none + "," + usage)
    }()

    static let azure = {
        let usage = #""usage":{"completion_tokens":9,"completion_tokens_details":{"accepted_prediction_tokens":0,"audio_tokens":0,"reasoning_tokens":0,"rejected_prediction_tokens":0},"prompt_tokens":14,"prompt_tokens_details":{"audio_tokens":0,"cached_tokens":0},"total_tokens":23}"#
        let filters = #""prompt_filter_results":[{"prompt_index":0,"content_filter_results":{"hate":{"filtered":false,"severity":"safe"}}}]"#
        return ProviderShape(
            name: "azure", body: answer("gpt-4o-2024-11-20", usage + "," + filters),
            stream: #"data: {"choices":[],"created":0,"id":"","model":"","object":"",\#(filters)}"# + "\n\n" + chat("gpt-4o-2024-11-20", [start, #""choices":[{"content_filter_results":{"hate":{"filtered":false,"severity":"safe"}},"delta":{"content":" day"},"finish_reason":null,"index":0}]"#, stop, none + "," + usage]),
            expected: Counts(input: 14, output: 9), asked: none + "," + usage)
    }()

    static let cohere = {
        let usage = #""usage":{"billed_units":{"input_tokens":5,"output_tokens":418},"tokens":{"input_tokens":71,"output_tokens":418}}"#
        return ProviderShape(
            name: "cohere", api: .cohereChat,
            body: #"{"id":"c1","message":{"role":"assistant","content":[{"type":"text","text":"Good day"}]},"finish_reason":"COMPLETE",\#(usage)}"#,
            stream: [
                #"event: message-start"# + "\n" + #"data: {"id":"c1","type":"message-start","delta":{"message":{"role":"assistant","content":[],"tool_plan":"","tool_calls":[],"citations":[]}}}"#,
                #"event: content-delta"# + "\n" + #"data: {"type":"content-delta","index":0,"delta":{"message":{"content":{"text":"Good day"}}}}"#,
                #"event: message-end"# + "\n" + #"data: {"type":"message-end","delta":{"finish_reason":"COMPLETE",\#(usage)}}"#,
            ].map { $0 + "\n\n" }.joined(),
            expected: Counts(input: 5, output: 418))
    }()

    /// Version 1, to a client that accepts no events.
    static let cohereLines = {
        let meta = #""meta":{"api_version":{"version":"1"},"billed_units":{"input_tokens":5,"output_tokens":418},"tokens":{"input_tokens":71,"output_tokens":418}}"#
        return ProviderShape(
            name: "cohere", api: .cohereChat, framing: .array,
            body: #"{"text":"Good day","generation_id":"g1","finish_reason":"COMPLETE",\#(meta)}"#,
            stream: [
                #"{"is_finished":false,"event_type":"stream-start","generation_id":"g1"}"#,
                #"{"is_finished":false,"event_type":"text-generation","text":"Good {day} \"}\""}"#,
                #"{"is_finished":true,"event_type":"stream-end","response":{"text":"Good day","generation_id":"g1",\#(meta)},"finish_reason":"COMPLETE"}"#,
            ].map { $0 + "\n" }.joined(),
            expected: Counts(input: 5, output: 418))
    }()

    /// Its own API.
    static let ollamaLines = {
        let last = #""done":true,"done_reason":"stop","total_duration":4883583458,"load_duration":1334875,"prompt_eval_count":26,"prompt_eval_duration":342546000,"eval_count":282,"eval_duration":4535599000"#
        let head = #""model":"llama3.2","created_at":"2026-11-20T12:00:00.1Z""#
        return ProviderShape(
            name: "ollama", api: .ollama, framing: .array,
            body: #"{\#(head),"message":{"role":"assistant","content":"Good day"},\#(last)}"#,
            stream: [
                #"{\#(head),"message":{"role":"assistant","content":"Good","images":null},"done":false}"#,
                #"{\#(head),"message":{"role":"assistant","content":" {day}"},"done":false}"#,
                #"{\#(head),"message":{"role":"assistant","content":""},\#(last)}"#,
            ].map { $0 + "\n" }.joined(),
            expected: Counts(input: 26, output: 282))
    }()

    /// Anthropic's shape, with what OpenRouter charged.
    static let openrouterMessages = {
        let cost = #""cost":0.00123,"is_byok":true,"cost_details":{"upstream_inference_cost":0.004}"#
        let head = #""id":"gen-1","type":"message","role":"assistant","model":"anthropic/claude-4.5-sonnet-20250929""#
        return ProviderShape(
            name: "openrouter", api: .messages,
            body: #"{\#(head),"content":[{"type":"text","text":"Good day"}],"stop_reason":"end_turn","usage":{"input_tokens":100,"cache_read_input_tokens":20,"output_tokens":5,\#(cost)}}"#,
            stream: [
                #"{"type":"message_start","message":{\#(head),"content":[],"stop_reason":null,"usage":{"input_tokens":100,"cache_read_input_tokens":20,"output_tokens":1}}}"#,
                #"{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"Good day"}}"#,
                #"{"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"output_tokens":5,\#(cost)}}"#,
                #"{"type":"message_stop"}"#,
            ].map { "data: \($0)\n\n" }.joined(),
            expected: Counts(input: 120, cached: 20, output: 5), statedCost: "0.00523")
    }()

    private static let geminiChunks = [
        #"{"candidates":[{"content":{"parts":[{"text":"Good"}],"role":"model"},"index":0}],"usageMetadata":{"promptTokenCount":15,"totalTokenCount":40,"promptTokensDetails":[{"modality":"TEXT","tokenCount":15}],"thoughtsTokenCount":25},"modelVersion":"gemini-2.5-flash","responseId":"r1"}"#,
        #"{"candidates":[{"content":{"parts":[{"text":" day"}],"role":"model"},"finishReason":"STOP","index":0}],"usageMetadata":{"promptTokenCount":15,"candidatesTokenCount":8,"totalTokenCount":51,"toolUsePromptTokenCount":3,"cachedContentTokenCount":4,"promptTokensDetails":[{"modality":"TEXT","tokenCount":15}],"thoughtsTokenCount":25},"modelVersion":"gemini-2.5-flash","responseId":"r1"}"#,
    ]

    static let gemini = ProviderShape(
        name: "gemini", api: .generateContent, body: geminiChunks[1],
        stream: geminiChunks.map { "data: \($0)\r\n\r\n" }.joined(),
        expected: Counts(input: 18, cached: 4, output: 33, reasoning: 25))

    static let geminiArray = ProviderShape(
        name: "gemini", api: .generateContent, framing: .array, body: geminiChunks[1],
        stream: "[" + geminiChunks.joined(separator: "\n,\r\n") + "\n]\n",
        expected: Counts(input: 18, cached: 4, output: 33, reasoning: 25))

    static let responses = {
        let rest = #""object":"response","created_at":1763640000,"status":"completed","model":"gpt-5-2025-08-07","service_tier":"default","error":null,"incomplete_details":null,"background":false,"output":[{"type":"message","id":"msg_1","role":"assistant","content":[{"type":"output_text","text":"Good day","annotations":[]}]}],"usage":{"input_tokens":315,"input_tokens_details":{"cached_tokens":100},"output_tokens":12,"output_tokens_details":{"reasoning_tokens":5},"total_tokens":327},"tools":[]"#
        let created = #"{"type":"response.created","sequence_number":0,"response":{"id":"resp_1","object":"response","status":"in_progress","model":"gpt-5-2025-08-07","service_tier":"auto","output":[],"usage":null,"tools":[]}}"#
        return ProviderShape(
            name: "openai", api: .responses, body: #"{"id":"resp_1",\#(rest)}"#,
            stream: [
                "event: response.created\ndata: \(created)",
                #"event: response.output_text.delta"# + "\n" + #"data: {"type":"response.output_text.delta","sequence_number":1,"item_id":"msg_1","output_index":0,"content_index":0,"delta":"Good day"}"#,
                "event: response.completed\ndata: " + #"{"type":"response.completed","sequence_number":2,"response":{"id":"resp_1",\#(rest)}}"#,
            ].map { $0 + "\n\n" }.joined(),
            expected: Counts(input: 315, cached: 100, output: 12, reasoning: 5))
    }()
}
