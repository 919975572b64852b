import Pricing
import Testing
import Usage

@Suite struct LookupTests {
    private static let prices: [RateClass: String] = [.input: "1", .output: "2"]

    private func catalogue() throws -> PriceCatalogue {
        func entry(_ id: String, _ aliases: [String] = [], _ patterns: [ModelPattern] = []) throws -> CatalogueModel {
            var entry = try model(id, Self.prices)
            entry.aliases = aliases
            entry.patterns = patterns
            return entry
        }
        return PriceCatalogue(providers: [
            CatalogueProvider(
                id: "openai", name: "OpenAI", names: ["openai", "open-ai"],
                models: [
                    try entry("gpt-4o", ["gpt-4o-latest"], [ModelPattern([.dated("gpt-4o")])]),
                    try entry("gpt-4o-2024-05-13"),
                    try entry("ft:gpt-4o"),
                    try entry("GPT-Loud"),
                    try entry("o-series", [], [ModelPattern([.startsWithDigit("o"), .notContains("mini")])]),
                    try entry("any-o", [], [ModelPattern([.startsWith("o"), .notContains("/")])]),
                    try entry("gpt-4o-latest-real-id", ["gpt-4o"]),
                    try entry("whisper", [], [ModelPattern([.endsWith("-asr")]), ModelPattern([.contains("hush")])]),
                ]),
            CatalogueProvider(
                id: "vertex", name: "Vertex", names: ["vertex_ai"], fallback: ["anthropic", "nobody", "openai"],
                models: [try entry("gemini-pro"), try entry("org/model")]),
            CatalogueProvider(
                id: "anthropic", name: "Anthropic",
                models: [try entry("claude-x"), try entry("empty", [], [ModelPattern([])])]),
        ])
    }

    @Test(arguments: [
        // exact, alias, pattern
        ("gpt-4o", "gpt-4o"), ("GPT-4O", "gpt-4o"), ("gpt-loud", "GPT-Loud"), ("gpt-4o-latest", "gpt-4o"),
        ("gpt-4o-2024-05-13", "gpt-4o-2024-05-13"), ("gpt-4o-2024-08-06", "gpt-4o"), ("gpt-4o-20240806", "gpt-4o"),
        ("gpt-4o@20240806", "gpt-4o"), ("o3", "o-series"), ("o3-mini", "any-o"), ("omni", "any-o"),
        ("my-asr", "whisper"), ("ahusha", "whisper"),
        // other spellings
        ("ft:gpt-4o:acme::7p4lURel", "ft:gpt-4o"), ("ft:gpt-4o-2024-08-06:acme:x:id", "ft:gpt-4o"),
        ("models/gpt-4o", "gpt-4o"), ("openai/gpt-4o", "gpt-4o"), ("open-ai/gpt-4o-2024-08-06", "gpt-4o"),
        ("publishers/openai/models/gpt-4o", "gpt-4o"),
        ("projects/p/locations/l/publishers/openai/models/gpt-4o@latest", "gpt-4o"),
        ("arn:aws:bedrock:us-east-1:123456789012:inference-profile/gpt-4o", "gpt-4o"),
        ("gpt-loud@default", "GPT-Loud"), ("gpt-loud@latest", "GPT-Loud"), ("gpt-loud-2024-08-06", "GPT-Loud"),
    ])
    func `a model is found by any spelling`(name: String, id: String) throws {
        let found = try catalogue().lookup(provider: "openai", model: ModelID(rawValue: name))
        #expect(found?.id == ModelID(rawValue: id))
    }

    @Test func `a compact date is tried with dashes before it is cut off`() throws {
        let provider = CatalogueProvider(
            id: "p", name: "P", models: [try model("m", Self.prices), try model("m-2024-05-13", Self.prices)])
        let catalogue = PriceCatalogue(providers: [provider])
        #expect(catalogue.lookup(provider: "p", model: "m-20240513")?.id == "m-2024-05-13")
        #expect(catalogue.lookup(provider: "p", model: "m-20240514")?.id == "m")
    }

    @Test(arguments: [
        "", "gpt", "gpt-4o-2024-13-01", "gpt-4o-2024-08-32", "gpt-4o-2024080", "gpt-4ox", "xgpt-4o", "ft:", "ft::x",
        "models/", "publishers/a/models/", "arn:", "-2024-08-06", "@latest", "/", "\u{0}", "gpt-4o\n",
        "gpt-loud@other",
    ])
    func `what is not a name of a model is not found`(name: String) throws {
        #expect(try catalogue().lookup(provider: "anthropic", model: ModelID(rawValue: name)) == nil)
        #expect(try catalogue().lookup(provider: "openai", model: ModelID(rawValue: name))?.id == nil)
    }

    @Test func `a name of a megabyte is not looked up`() throws {
        let name = ModelID(rawValue: "o" + String(repeating: "x", count: 1 << 20))
        #expect(try catalogue().lookup(provider: "openai", model: name) == nil)
    }

    @Test func `a provider is known by all its names, in any case`() throws {
        let catalogue = try catalogue()
        for name in ["openai", "OpenAI", "open-ai"] {
            #expect(catalogue.provider(ProviderID(rawValue: name))?.id == "openai")
        }
        #expect(catalogue.provider("nobody") == nil)
        #expect(catalogue.lookup(provider: "nobody", model: "gpt-4o") == nil)
    }

    @Test func `providers to fall back to are asked in order, after all spellings`() throws {
        let catalogue = try catalogue()
        #expect(catalogue.lookup(provider: "vertex_ai", model: "claude-x")?.provider == "anthropic")
        #expect(catalogue.lookup(provider: "vertex_ai", model: "anthropic/claude-x@20250101")?.provider == "anthropic")
        #expect(catalogue.lookup(provider: "vertex_ai", model: "gpt-4o")?.provider == "openai")
        #expect(catalogue.lookup(provider: "vertex_ai", model: "org/model")?.provider == "vertex")
        #expect(catalogue.lookup(provider: "anthropic", model: "gpt-4o") == nil)
    }
}
