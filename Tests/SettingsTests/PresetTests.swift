import Dialects
import Settings
import Testing
import Usage

@Suite struct PresetTests {
    private func provider(_ name: String, _ environment: [String: String] = [:]) throws -> Settings.Provider? {
        try load("", environment).providers.first { $0.name.rawValue == name }
    }

    @Test(arguments: [
        ("gemini", Dialect.gemini, UsageFlavor.gemini, true), ("groq", .openai, .groq, true),
        ("deepseek", .openai, .deepseek, true), ("mistral", .openai, .mistral, false), ("xai", .openai, .xai, true),
        ("together", .openai, .together, true), ("fireworks", .openai, .fireworks, true),
        ("openrouter", .openai, .openrouter, true), ("perplexity", .openai, .perplexity, false),
        ("cerebras", .openai, .cerebras, true), ("moonshot", .openai, .moonshot, true),
        ("cohere", .openai, .cohere, false), ("zai", .openai, .zai, false), ("ollama", .openai, .ollama, true),
        ("vllm", .openai, .vllm, true),
    ])
    func `a preset says what is peculiar to it`(name: String, dialect: Dialect, flavor: UsageFlavor, injects: Bool)
        throws
    {
        let preset = try #require(try provider(name))
        #expect(preset.dialect == dialect && preset.flavor == flavor && preset.injectsUsage == injects)
        #expect(preset.baseURL.pathPrefix.isEmpty)
    }

    @Test(arguments: [
        ("gemini", "GEMINI_API_KEY"), ("gemini", "GOOGLE_API_KEY"), ("groq", "GROQ_API_KEY"),
        ("deepseek", "DEEPSEEK_API_KEY"), ("cohere", "CO_API_KEY"), ("vllm", "TOLLGATE_VLLM_API_KEY"),
    ])
    func `its key is where its own clients look for it`(name: String, variable: String) throws {
        #expect(try provider(name, [variable: "k-1"])?.apiKey == Secret("k-1"))
    }

    @Test func `a short path gets the provider's prefix, unless the address is told`() throws {
        #expect(try provider("groq")?.impliedPrefix == "/openai")
        #expect(try provider("fireworks")?.impliedPrefix == "/inference")
        #expect(try provider("openrouter")?.impliedPrefix == "/api")
        #expect(try provider("openai")?.impliedPrefix == "")
        #expect(try provider("groq", ["TOLLGATE_GROQ_BASE_URL": "http://127.0.0.1:9"])?.impliedPrefix == "")
    }

    @Test func `Azure is there once its address is told`() throws {
        #expect(try provider("azure") == nil)
        let variables = ["AZURE_OPENAI_ENDPOINT", "TOLLGATE_AZURE_BASE_URL"]
        for variable in variables {
            let azure = try #require(
                try provider("azure", [variable: "https://x.openai.azure.com/", "AZURE_OPENAI_API_KEY": "k"]))
            #expect(azure.dialect == .azure && azure.flavor == .azure && azure.injectsUsage)
            #expect(azure.baseURL.description == "https://x.openai.azure.com" && azure.apiKey == Secret("k"))
        }
        #expect(problems("providers: [{name: azure}]").map(\.path) == ["providers[0].base_url"])
        let warnings = try load("", ["AZURE_OPENAI_API_KEY": "k"]).warnings
        #expect(warnings.map(\.path) == ["TOLLGATE_AZURE_API_KEY"])
    }

    @Test func `a provider's location is told where prices depend on it`() throws {
        let settings = try load("providers: [{name: azure, base_url: 'https://h', location: eu}]")
        #expect(settings.providers.first { $0.name.rawValue == "azure" }?.location == "eu")
    }
}
