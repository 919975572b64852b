import Dialects
import Foundation
import Settings
import Testing
import Usage

@Suite struct ProviderTests {
    @Test func `an entry says everything about a provider`() throws {
        let settings = try load(
            """
            providers:
              - name: my-groq
                dialect: openai
                flavor: groq
                base_url: http://127.0.0.1:9000/openai/
                api_key: gsk-1
                on_disconnect: abort
                inject_usage: false
                prefer_caller_key: true
                priced_as: groq
                models: [llama-3.3-70b, "8b"]
            """)
        let provider = try #require(settings.providers.last)
        #expect(settings.providers.count == 18)
        #expect(provider.name.rawValue == "my-groq" && provider.dialect == .openai && provider.flavor == .groq)
        #expect(provider.baseURL.scheme == .http && provider.baseURL.host == "127.0.0.1")
        #expect(provider.baseURL.port == 9000 && provider.baseURL.pathPrefix == "/openai")
        #expect(provider.apiKey == Secret("gsk-1") && provider.onDisconnect == .abort)
        #expect(!provider.injectsUsage && provider.prefersCallerKey && provider.pricedAs.rawValue == "groq")
        #expect(provider.models.map(\.rawValue) == ["llama-3.3-70b", "8b"])
    }

    @Test func `an entry named like a built-in one changes it in place`() throws {
        let settings = try load("providers: [{name: anthropic, base_url: 'http://localhost:1', api_key: a}]")
        #expect(settings.providers.prefix(2).map(\.name.rawValue) == ["openai", "anthropic"])
        #expect(settings.providers[1].dialect == .anthropic)
        #expect(settings.providers[1].baseURL.description == "http://localhost:1")
        #expect(settings.providers[1].apiKey == Secret("a"))
        #expect(problems("providers: [{name: anthropic, dialect: openai}]").map(\.path) == ["providers[0].dialect"])
    }

    @Test func `variables reach every provider by its name`() throws {
        let settings = try load(
            "providers: [{name: my-groq, base_url: 'https://a', api_key: file}]",
            [
                "TOLLGATE_MY_GROQ_BASE_URL": "https://b/x", "TOLLGATE_MY_GROQ_API_KEY": "variable",
                "TOLLGATE_MY_GROQ_ON_DISCONNECT": "abort", "TOLLGATE_OPENAI_BASE_URL": "http://127.0.0.1:9",
                "OPENAI_API_KEY": "sk-1", "ANTHROPIC_API_KEY": "sk-2", "TOLLGATE_ANTHROPIC_API_KEY": "sk-3",
            ])
        let told = settings.providers.prefix(2) + settings.providers.suffix(1)
        #expect(
            told.map(\.baseURL.description) == ["http://127.0.0.1:9", "https://api.anthropic.com", "https://b/x"])
        #expect(told.map { $0.apiKey?.reveal() } == ["sk-1", "sk-3", "variable"])
        #expect(settings.providers.last?.onDisconnect == .abort)
    }

    @Test(arguments: [
        ("https://API.Example.com", "https://api.example.com"), ("http://h:80/", "http://h"),
        ("https://h:8443/a/b/", "https://h:8443/a/b"), ("http://[::1]:9/x", "http://[::1]:9/x"),
        ("HTTPS://h", "https://h"),
    ])
    func `base URLs`(text: String, expected: String) {
        #expect(BaseURL(text)?.description == expected)
    }

    @Test(arguments: [
        "", "api.example.com", "ftp://h", "https://", "https:///x", "https://h:0", "https://h:65536", "https://h:x",
        "https://u:p@h", "https://h?x=1", "https://h/#a", "https://h/a b", "https://h/../x", "https://h//x",
        "https://[::1", "https://[zz::1]", "https://h\\x", "https://h/\r\nX: y", "https://ä",
    ])
    func `what is no base URL`(text: String) {
        #expect(BaseURL(text) == nil)
    }

    @Test(arguments: ["Groq", "v1", "v1beta", "-a", "a/b", "a b", "ä", String(repeating: "a", count: 33)])
    func `a name must do as the first part of a path`(name: String) {
        #expect(problems("providers: [{name: '\(name)', base_url: 'https://h'}]").map(\.path) == ["providers[0].name"])
    }

    @Test func `names are unique, also as variables`() {
        let twice = "providers: [{name: a-b, base_url: 'https://h'}, {name: a-b, base_url: 'https://h'}]"
        #expect(problems(twice).map(\.path) == ["providers[1].name"])
        let alike = "providers: [{name: a-b, base_url: 'https://h'}, {name: a_b, base_url: 'https://h'}]"
        #expect(problems(alike).map(\.path) == ["providers[1].name"])
    }

    @Test(arguments: [
        ("groq", "", true), ("deepseek", "", true), ("mistral", "", false), ("house", "flavor: vllm", true),
        ("house", "", false), ("house", "inject_usage: true", true), ("groq", "inject_usage: false", false),
        ("house", "dialect: anthropic", false),
    ])
    func `usage is asked for where that is known to work`(name: String, line: String, expected: Bool) throws {
        let settings = try load("providers:\n  - name: \(name)\n    base_url: https://h\n    \(line)")
        #expect(settings.providers.first { $0.name.rawValue == name }?.injectsUsage == expected)
        let warned = settings.warnings.contains { $0.path == "providers[0].inject_usage" }
        #expect(warned == (name == "house" && line.isEmpty))
    }

    @Test(arguments: ["sk 1", "sk-1\n", "sk-\u{7F}", "schlüssel"])
    func `a key that cannot travel in a header is refused and not repeated`(key: String) {
        let found = problems("", ["OPENAI_API_KEY": key])
        #expect(found.map(\.path) == ["OPENAI_API_KEY"])
        #expect(!found.description.contains(key))
    }

    @Test func `an authority file must be there`() throws {
        let found = problems("providers: [{name: openai, tls_ca_file: /nowhere/ca.pem}]")
        #expect(found.map(\.path) == ["providers[0].tls_ca_file"])
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("ca-\(UUID().uuidString).pem").path
        try "x".write(toFile: file, atomically: true, encoding: .utf8)
        defer { try? FileManager.default.removeItem(atPath: file) }
        #expect(try load("", ["TOLLGATE_OPENAI_TLS_CA_FILE": file]).providers.first?.tlsCAFile == file)
    }

    @Test func `suspicious base URLs are warned of`() throws {
        let settings = try load("", ["TOLLGATE_OPENAI_BASE_URL": "http://proxy.example/v1"])
        #expect(settings.warnings.map(\.path) == ["TOLLGATE_OPENAI_BASE_URL", "TOLLGATE_OPENAI_BASE_URL"])
    }
}
