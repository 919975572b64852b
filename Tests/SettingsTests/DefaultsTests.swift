import Dialects
import Settings
import Testing
import Usage

@Suite struct DefaultsTests {
    @Test func `nothing configured is a complete configuration`() throws {
        let settings = try load()
        #expect(settings.host == "127.0.0.1" && settings.port == 4000)
        #expect(settings.admin.host == "127.0.0.1" && settings.admin.port == 4001 && settings.admin.token == nil)
        #expect(settings.dataDirectory == "./tollgate-data")
        #expect(settings.logLevel == .info)
        #expect(!settings.requiresKeys && !settings.allowsUnauthenticated && !settings.trustsUserHeader)
        #expect(settings.fallbackPrice == nil && settings.threads == nil && settings.reconnectsOnStale)
        #expect(settings.onLedgerFailure == .auto)
        #expect(settings.ledger.synchronous == .normal && settings.ledger.retentionDays == 400)
        #expect(settings.metricsMaxLines == 8000)
        #expect(settings.prices.isEmpty && settings.warnings.isEmpty)
    }

    @Test func `limits and times have the values that the contracts name`() throws {
        let settings = try load()
        #expect(settings.limits.requestBody == 33_554_432)
        #expect(settings.limits.bufferedRequest == 262_144)
        #expect(settings.limits.head == 32_768)
        #expect(settings.limits.bufferedAnswer == 1_048_576)
        #expect(settings.limits.drain == 67_108_864)
        #expect(settings.limits.withheld == 65_536)
        #expect(settings.limits.connections == 20_000)
        #expect(settings.limits.idleUpstreams == 256)
        #expect(settings.timeouts.connect == .seconds(10))
        #expect(settings.timeouts.firstByte == .seconds(600))
        #expect(settings.timeouts.upstreamIdle == .seconds(300))
        #expect(settings.timeouts.clientStall == .seconds(60))
        #expect(settings.timeouts.clientIdle == .seconds(120))
        #expect(settings.timeouts.clientRead == .seconds(30))
        #expect(settings.timeouts.upstreamKeepAlive == .seconds(50))
        #expect(settings.timeouts.drain == .seconds(120))
        #expect(settings.timeouts.commit == .seconds(2))
        #expect(settings.timeouts.shutdown == .seconds(30))
    }

    @Test func `the great providers are built in, over TLS and without a key`() throws {
        let all = try load().providers
        #expect(
            all.map(\.name.rawValue) == [
                "openai", "anthropic", "gemini", "groq", "deepseek", "mistral", "xai", "together", "fireworks",
                "openrouter", "perplexity", "cerebras", "moonshot", "cohere", "zai", "ollama", "vllm",
            ])
        #expect(all.filter { $0.baseURL.scheme == .http }.map(\.name.rawValue) == ["ollama", "vllm"])
        #expect(all.allSatisfy { $0.apiKey == nil && $0.location == nil })
        let providers = all.prefix(2)
        #expect(providers.map(\.name.rawValue) == ["openai", "anthropic"])
        #expect(providers.map(\.dialect) == [.openai, .anthropic])
        #expect(providers.map(\.flavor) == [.openai, .anthropic])
        #expect(providers.map(\.baseURL.description) == ["https://api.openai.com", "https://api.anthropic.com"])
        #expect(providers.allSatisfy { $0.apiKey == nil && $0.onDisconnect == .drain && !$0.prefersCallerKey })
        #expect(providers.map(\.injectsUsage) == [true, false])
        #expect(providers.map(\.pricedAs) == providers.map(\.name))
    }
}
