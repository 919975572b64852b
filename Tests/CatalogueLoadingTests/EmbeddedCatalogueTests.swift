import CatalogueLoading
import Money
import Pricing
import Testing
import Usage

@Suite struct EmbeddedCatalogueTests {
    private static let instant: Int64 = 1_795_176_000_000_000

    private func lookup(_ provider: String, _ model: String) throws -> PricedModel? {
        try embedded.get().lookup(provider: ProviderID(rawValue: provider), model: ModelID(rawValue: model))
    }

    @Test func `the whole catalogue is there`() throws {
        let catalogue = try embedded.get()
        #expect(catalogue.asOf == "2026-11-12")
        #expect(catalogue.providers.count == 71)
        #expect(catalogue.providers.reduce(0) { $0 + $1.models.count } == 4_853)
    }

    @Test func `every model is found by its id and its aliases`() throws {
        let catalogue = try embedded.get()
        for provider in catalogue.providers {
            for model in provider.models {
                #expect(catalogue.lookup(provider: provider.id, model: model.id)?.id == model.id)
                for alias in model.aliases {
                    #expect(catalogue.lookup(provider: provider.id, model: ModelID(rawValue: alias)) != nil)
                }
            }
        }
    }

    @Test(arguments: [
        ("openai", "gpt-4o-2024-08-06", "gpt-4o"), ("openai", "GPT-4o-Mini", "gpt-4o-mini"),
        ("openai", "ft:gpt-4o-2024-08-06:acme::abc123", "ft:gpt-4o"),
        ("openai", "ft:gpt-4.1-mini-2025-04-14:acme:x:y", "ft:gpt-4.1-mini-2025-04-14"),
        ("anthropic", "claude-3-5-haiku-20241022", "claude-3-5-haiku-latest"),
        ("anthropic", "claude-sonnet-4-20250514", "claude-sonnet-4-0"),
        ("gemini", "models/gemini-2.5-flash", "gemini-2.5-flash"),
        ("vertexai", "publishers/google/models/gemini-2.5-flash", "gemini-2.5-flash"),
        ("bedrock", "global.anthropic.claude-opus-4-8", "global.anthropic.claude-opus-4-8-v1:0"),
        (
            "bedrock", "arn:aws:bedrock:us-east-1:1:inference-profile/us.anthropic.claude-opus-4-8",
            "regional.anthropic.claude-opus-4-8-v1:0"
        ),
        ("azure_ai", "claude-opus-4-8", "claude-opus-4-8"), ("x-ai", "grok-4.7", "grok-4.7"),
        ("fireworks", "accounts/fireworks/models/kimi-k2p6", "kimi-k2p6"),
    ])
    func `names in use are found`(provider: String, name: String, id: String) throws {
        #expect(try lookup(provider, name)?.id?.rawValue == id)
    }

    @Test(arguments: [("openai", "gpt-99-ultra"), ("nobody", "gpt-4o"), ("anthropic", "gpt-4o"), ("openai", "")])
    func `names that nobody has are not`(provider: String, name: String) throws {
        #expect(try lookup(provider, name) == nil)
    }

    @Test(arguments: [
        // A price that changed on 2026-08-21, one microsecond before and at midnight.
        ("openai", "gpt-5.6-sol", Int64(1_787_270_399_999_999), "5"),
        ("openai", "gpt-5.6-sol", 1_787_270_400_000_000, "4"),
        // DeepSeek on a Friday at 09:59, at 10:00, and on a Sunday at 02:30.
        ("deepseek", "deepseek-flash", 1_795_168_740_000_000, "0.3"),
        ("deepseek", "deepseek-flash", 1_795_168_800_000_000, "0.15"),
        ("deepseek", "deepseek-flash", 1_795_314_600_000_000, "0.15"),
        // Its discount at night, of 2025, over midnight.
        ("deepseek", "deepseek-chat", 1_750_005_000_000_000, "0.135"),
        ("deepseek", "deepseek-chat", 1_750_003_199_000_000, "0.27"),
    ])
    func `prices follow the time of the call`(provider: String, name: String, at: Int64, cost: String) throws {
        var usage = Usage()
        usage.tokens.input = 100_000
        let cents = try lookup(provider, name)?.cost(of: usage, at: at).total?.times(10)
        #expect(cents?.decimal(places: 12) == cost)
    }

    @Test(arguments: [
        ("xai", "grok-4.6", Int64(199_999)), ("google", "gemini-3.1-pro-preview", 200_000),
        ("openai", "gpt-5.6-sol", 272_000),
    ])
    func `long requests cost more from their bound on`(provider: String, name: String, bound: Int64) throws {
        let model = try #require(try lookup(provider, name))
        var usage = Usage()
        usage.tokens.input = bound
        let below = try #require(model.cost(of: usage, at: Self.instant).total)
        usage.tokens.input += 1
        let above = try #require(model.cost(of: usage, at: Self.instant).total)
        #expect(above - below > ExactUSD(NanoUSD(rawValue: 1_000_000)))
    }

    @Test func `the usual models have limits, so that their calls can be bounded`() throws {
        for (provider, name) in [("openai", "gpt-4o"), ("anthropic", "claude-sonnet-4-5"), ("openai", "gpt-5")] {
            let model = try #require(try lookup(provider, name))
            #expect(model.maxOutput != nil)
            #expect(model.contextWindow != nil)
            #expect(model.upperBound(of: CallBound(inputTokens: 1_000), at: Self.instant) != nil)
        }
        let embedding = try #require(try lookup("openai", "text-embedding-3-small"))
        #expect(
            embedding.upperBound(of: CallBound(inputTokens: 1_000_000), at: Self.instant)?.decimal() == "0.02")
    }
}
