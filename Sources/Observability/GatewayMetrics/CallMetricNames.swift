import PrometheusExposition

/// The names of CONTRACTS.md "Metrics" for calls.
enum CallMetricNames {
    static let inputTokens = MetricDescription(
        "ai_tokens_input_total", help: "Prompt tokens, those from and to caches included.")
    static let outputTokens = MetricDescription(
        "ai_tokens_output_total", help: "Generated tokens, those of reasoning included.")
    static let cachedTokens = MetricDescription(
        "ai_tokens_cached_total", help: "Prompt tokens that were read from a cache; a part of ai_tokens_input_total.")
    static let cacheWriteTokens = MetricDescription(
        "ai_tokens_cache_write_total",
        help: "Prompt tokens that were written to a cache; a part of ai_tokens_input_total.")
    static let reasoningTokens = MetricDescription(
        "ai_tokens_reasoning_total", help: "Generated tokens of reasoning; a part of ai_tokens_output_total.")
    static let cost = MetricDescription(
        "ai_cost_dollars_total", help: "What the calls cost in US dollars, as far as it is known.", unit: "dollars")
    static let requests = MetricDescription("ai_requests_total", help: "Calls that have ended, by outcome.")
    static let errors = MetricDescription("ai_request_errors_total", help: "Calls that failed, by the kind of error.")
    static let unpriced = MetricDescription(
        "ai_unpriced_requests_total", help: "Calls without a full price, or with a fallback price.")
    static let disconnects = MetricDescription(
        "ai_client_disconnects_total", help: "Calls whose client went away before the end of the answer.")
    static let duration = MetricDescription(
        "ai_request_duration_seconds", help: "Time from a call's arrival to its end.", unit: "seconds")
    static let timeToFirstToken = MetricDescription(
        "ai_time_to_first_token_seconds", help: "Time from a streamed call's arrival to its first content.",
        unit: "seconds")
    static let secondsBuckets: HistogramBuckets = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 40, 80, 160]
}
