/// The form of a provider's chat answers: what it says beside OpenAI's fields, and where a stream tells the usage.
struct ChatForm: Sendable {
    let provider: Provider

    /// Where a stream tells what was used.
    enum UsagePlace {
        /// In a chunk of its own without choices, where `stream_options.include_usage` asks for it.
        case ownChunk
        /// In the last chunk that has a choice, asked for or not.
        case lastChunk
        /// Within that choice.
        case lastChoice
        /// In every chunk, cumulative.
        case everyChunk
        /// In the last chunk's `x_groq`, asked for or not, and in a chunk of its own where asked for.
        case groq
    }

    /// Where a stream tells what was used.
    var usagePlace: UsagePlace {
        switch provider {
        case .groq: .groq
        case .moonshot: .lastChoice
        case .perplexity: .everyChunk
        case .deepseek, .mistral, .xai, .openrouter, .together, .fireworks, .cerebras, .zai: .lastChunk
        case .openai, .azure, .vllm, .ollama, .cohere, .anthropic, .gemini: .ownChunk
        }
    }

    /// Fields after `model`, with the comma before each.
    func afterModel(tier: String) -> String {
        switch provider {
        case .openai, .azure, .anthropic, .gemini, .cohere:
            ",\"service_tier\":\(JSONText.quoted(tier)),\"system_fingerprint\":\"fp_50b4a1c3e2\""
        case .groq: ",\"service_tier\":\"on_demand\",\"system_fingerprint\":\"fp_9a8b91ba77\""
        case .deepseek: ",\"system_fingerprint\":\"fp_eaab8d114b_prod0820_fp8_kvcache\""
        case .openrouter: ",\"provider\":\"Amazon Bedrock\""
        case .cerebras, .xai, .ollama: ",\"system_fingerprint\":\"fp_ba34ecf90156e4888692\""
        case .perplexity: ",\"citations\":[\"https://example.org/ledger\"]"
        case .mistral, .together, .fireworks, .moonshot, .vllm, .zai: ""
        }
    }

    /// Fields at the end of a plain answer, with the comma before each.
    var atEnd: String {
        switch provider {
        case .groq: ",\"x_groq\":{\"id\":\"req_01sim\"}"
        case .cerebras:
            ",\"time_info\":{\"queue_time\":0.0098,\"prompt_time\":0.0032,\"completion_time\":0.0173,"
                + "\"total_time\":0.0836,\"created\":1781275708.3280318}"
        case .azure: ",\"prompt_filter_results\":\(Self.promptFilter)"
        default: ""
        }
    }

    /// What Azure sends before everything else in a stream: a chunk without choices.
    var preamble: String? {
        switch provider {
        case .azure:
            "data: {\"choices\":[],\"created\":0,\"id\":\"\",\"model\":\"\",\"object\":\"\","
                + "\"prompt_filter_results\":\(Self.promptFilter)}\n\n"
        case .openrouter: ": OPENROUTER PROCESSING\n\n"
        default: nil
        }
    }

    private static let promptFilter = """
        [{"prompt_index":0,"content_filter_results":{"hate":{"filtered":false,"severity":"safe"},\
        "violence":{"filtered":false,"severity":"safe"}}}]
        """
}
