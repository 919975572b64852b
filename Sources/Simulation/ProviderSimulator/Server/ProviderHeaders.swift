/// The headers that a provider puts on every answer.
enum ProviderHeaders {
    /// Those of `provider`; `id` is the request's.
    static func of(_ provider: Provider, _ id: String) -> [(name: String, value: String)] {
        switch provider {
        case .anthropic: anthropic(id)
        // Gemini names the request nowhere in the head.
        case .gemini: [("server", "scaffolding on HTTPServer2"), ("server-timing", "gfet4t7; dur=412")]
        case .azure:
            openAI(id) + [
                ("apim-request-id", "0f6c2b6e-0000-4000-8000-000000000000"), ("x-ms-region", "Sweden Central"),
            ]
        default: openAI(id)
        }
    }

    private static func openAI(_ id: String) -> [(name: String, value: String)] {
        [
            ("x-request-id", id), ("openai-processing-ms", "12"), ("openai-version", "2020-10-01"),
            ("openai-organization", "simulator"), ("x-ratelimit-limit-requests", "10000"),
            ("x-ratelimit-limit-tokens", "200000"), ("x-ratelimit-remaining-requests", "9999"),
            ("x-ratelimit-remaining-tokens", "199978"), ("x-ratelimit-reset-requests", "8.64s"),
            ("x-ratelimit-reset-tokens", "6ms"),
        ]
    }

    private static func anthropic(_ id: String) -> [(name: String, value: String)] {
        [
            ("request-id", id), ("anthropic-organization-id", "0f6c2b6e-0000-4000-8000-000000000000"),
            ("anthropic-ratelimit-requests-limit", "4000"), ("anthropic-ratelimit-requests-remaining", "3999"),
            ("anthropic-ratelimit-requests-reset", "2026-11-22T12:00:00Z"),
            ("anthropic-ratelimit-input-tokens-limit", "400000"),
            ("anthropic-ratelimit-input-tokens-remaining", "399000"),
            ("anthropic-ratelimit-output-tokens-limit", "80000"),
            ("anthropic-ratelimit-output-tokens-remaining", "79000"),
        ]
    }
}
