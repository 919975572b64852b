/// What each provider of OpenAI's chat API says about what was used: the same facts, each provider's own fields.
enum ChatUsage {
    /// The `usage` object of `used`; `written` is nil where nothing is said about cache writes.
    static func text(_ used: Used, provider: Provider, written: Int?) -> String {
        let (prompt, output) = (used.input, used.output)
        let counts = "\"prompt_tokens\":\(prompt),\"completion_tokens\":\(output),\"total_tokens\":\(prompt + output)"
        let cachedDetails = "\"prompt_tokens_details\":{\"cached_tokens\":\(used.cached)}"
        let reasoningDetails = "\"completion_tokens_details\":{\"reasoning_tokens\":\(used.reasoning)}"
        switch provider {
        case .groq:
            return "{\"queue_time\":0.043,\"prompt_tokens\":\(prompt),\"prompt_time\":0.0024,"
                + "\"completion_tokens\":\(output),\"completion_time\":0.31,\"total_tokens\":\(prompt + output),"
                + "\"total_time\":0.3124"
                + (used.cached > 0 ? ",\(cachedDetails)" : "") + (used.reasoning > 0 ? ",\(reasoningDetails)}" : "}")
        case .deepseek:
            return "{\(counts),\(cachedDetails),\(reasoningDetails),\"prompt_cache_hit_tokens\":\(used.cached),"
                + "\"prompt_cache_miss_tokens\":\(prompt - used.cached)}"
        case .mistral:
            return "{\"prompt_audio_seconds\":null,\(counts)" + (used.cached > 0 ? ",\(cachedDetails)}" : "}")
        case .xai:
            // The tokens of reasoning are beside the completion, not in it.
            return "{\"prompt_tokens\":\(prompt),\"completion_tokens\":\(output - used.reasoning),"
                + "\"total_tokens\":\(prompt + output),\"prompt_tokens_details\":{\"text_tokens\":\(prompt),"
                + "\"audio_tokens\":0,\"image_tokens\":0,\"cached_tokens\":\(used.cached)},"
                + "\"completion_tokens_details\":{\"reasoning_tokens\":\(used.reasoning),\"audio_tokens\":0,"
                + "\"accepted_prediction_tokens\":0,\"rejected_prediction_tokens\":0},\"num_sources_used\":0,"
                + "\"cost_in_usd_ticks\":\(StatedCost.ticks(used))}"
        case .openrouter:
            let cost = StatedCost.dollars(used)
            return "{\(counts),\"cost\":\(cost),\"is_byok\":false,\"prompt_tokens_details\":{"
                + "\"cached_tokens\":\(used.cached),\"cache_write_tokens\":\(used.written),\"audio_tokens\":0,"
                + "\"video_tokens\":0},\"cost_details\":{\"upstream_inference_cost\":\(cost)},"
                + "\"completion_tokens_details\":{\"reasoning_tokens\":\(used.reasoning),\"image_tokens\":0}}"
        case .together, .moonshot:
            return "{\(counts),\"cached_tokens\":\(used.cached)}"
        case .fireworks:
            return "{\(counts),\(cachedDetails)}"
        case .perplexity:
            return "{\(counts),\"search_context_size\":\"low\",\"num_search_queries\":1,"
                + "\"cost\":{\"request_cost\":0.005,\"total_cost\":\(StatedCost.dollars(used))}}"
        case .zai:
            return "{\(counts),\(cachedDetails),\(reasoningDetails)}"
        case .cerebras:
            return "{\(counts),\(cachedDetails),\"completion_tokens_details\":{\"reasoning_tokens\":\(used.reasoning),"
                + "\"accepted_prediction_tokens\":0,\"rejected_prediction_tokens\":0}}"
        case .vllm:
            return "{\(counts),\"prompt_tokens_details\":"
                + (used.cached > 0 ? "{\"cached_tokens\":\(used.cached)}}" : "null}")
        case .ollama, .cohere:
            return "{\(counts)}"
        case .openai, .azure, .anthropic, .gemini:
            let write = written.map { ",\"cache_write_tokens\":\($0)" } ?? ""
            return """
                {"prompt_tokens":\(prompt),"completion_tokens":\(output),"total_tokens":\(prompt + output),\
                "prompt_tokens_details":{"cached_tokens":\(used.cached),"audio_tokens":0\(write)},\
                "completion_tokens_details":{"reasoning_tokens":\(used.reasoning),"audio_tokens":0,\
                "accepted_prediction_tokens":0,"rejected_prediction_tokens":0}}
                """
        }
    }

    /// What `provider` can say at all: some know no cached tokens, some no reasoning, some state the cost.
    static func sayable(_ used: Used, provider: Provider) -> Used {
        var said = used
        switch provider {
        case .ollama, .cohere, .perplexity: said.cached = 0
        default: break
        }
        switch provider {
        case .mistral, .together, .fireworks, .perplexity, .moonshot, .vllm, .ollama, .cohere: said.reasoning = 0
        default: break
        }
        switch provider {
        case .openai, .azure, .anthropic, .gemini, .openrouter: break
        default: said.written = 0
        }
        switch provider {
        case .xai: said.statedCost = StatedCost.tickDollars(said)
        case .openrouter, .perplexity: said.statedCost = StatedCost.dollars(said)
        default: break
        }
        return said
    }
}
