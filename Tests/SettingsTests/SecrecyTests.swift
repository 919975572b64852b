import Settings
import Testing

@Suite struct SecrecyTests {
    private let yaml = """
        admin: {token: token-token-token-1}
        providers: [{name: openai, api_key: sk-file-key}]
        """

    @Test func `the listing has every value in force and where it is from, but no secret`() throws {
        let text = try load(yaml, ["TOLLGATE_PORT": "4100", "ANTHROPIC_API_KEY": "sk-variable-key"]).describe()
        for secret in ["token-token", "sk-file", "sk-variable"] { #expect(!text.contains(secret)) }
        let lines = text.split(separator: "\n")
        #expect(lines.contains { $0.hasPrefix("port: 4100 ") && $0.hasSuffix("# TOLLGATE_PORT") })
        #expect(lines.contains { $0 == "admin.port: 4001" })
        #expect(lines.contains { $0.hasPrefix("admin.token: <redacted>") && $0.hasSuffix("# admin.token") })
        #expect(lines.contains { $0.hasPrefix("providers.openai.api_key: <redacted>") })
        #expect(
            lines.contains {
                $0.hasPrefix("providers.anthropic.api_key: <redacted>") && $0.hasSuffix("# ANTHROPIC_API_KEY")
            })
        #expect(lines.contains { $0 == "fallback_price: (unset)" })
    }

    @Test func `no way of printing shows a secret`() throws {
        let settings = try load(yaml)
        var dumped = ""
        dump(settings, to: &dumped)
        for text in ["\(settings)", String(reflecting: settings), dumped] {
            #expect(!text.contains("token-token") && !text.contains("sk-file"))
        }
        #expect(settings.admin.token?.reveal() == "token-token-token-1")
    }

    @Test func `a wrong secret is not repeated in its problem`() {
        let text = SettingsError(problems: problems("", ["TOLLGATE_ADMIN_TOKEN": "to ken-value"])).description
        #expect(text.contains("TOLLGATE_ADMIN_TOKEN") && !text.contains("ken-value"))
    }

    @Test(arguments: [
        ("https://me:pass-word@api.example.com/x", "'https://…@api.example.com/x'"),
        ("https://api.example.com?key=pass-word", "'https://api.example.com?…'"),
        ("https://me:pass-word@[?b=pass-word@c", "'https://…'"),
        ("https://me:pass-word?x@api.example.com", "'https://…'"),
        ("me:pass-word@api.example.com", "'…@api.example.com'"),
        ("https://me:pass-word@\u{301}[", "'https://…@\u{301}['"),
    ])
    func `a wrong address is shown without what opens it`(_ url: String, _ shown: String) {
        let text = SettingsError(problems: problems("", ["TOLLGATE_GROQ_BASE_URL": url])).description
        #expect(text.contains(shown) && !text.contains("pass-word"))
    }
}
