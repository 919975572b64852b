import GenAITelemetry
import Testing
import Tracing

@Suite struct ContentTests {
    private let content = GenAIContent(
        input: [GenAIMessage(role: "user", text: "My key is sk-abcdefghijklmnop1234, \"ok\"?\n")],
        output: [GenAIMessage(role: "assistant", text: "Yes.", finishReason: "stop")], system: "Be kind.")

    @Test(arguments: [
        (nil, false, false), ("NO_CONTENT", false, false), ("SPAN_ONLY", true, false), ("EVENT_ONLY", false, true),
        ("SPAN_AND_EVENT", true, true), ("span_only", true, false), ("true", false, false), ("1", false, false),
    ])
    func `MUST 2: content is recorded only where somebody asked for it`(mode: String?, onSpan: Bool, onEvent: Bool) {
        var environment: [String: String] = [:]
        environment["OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT"] = mode
        let capture = ContentCapture(environment: environment)
        #expect(content.spanAttributes(capture).isEmpty != onSpan)
        #expect((content.event(capture) != nil) == onEvent)
    }

    @Test func `content is JSON, redacted`() {
        var capture = ContentCapture()
        capture.mode = .spanOnly
        #expect(
            content.spanAttributes(capture) == [
                "gen_ai.input.messages":
                    #"[{"role":"user","parts":[{"type":"text","content":"My key is [KEY], \"ok\"?\n"}]}]"#,
                "gen_ai.output.messages":
                    #"[{"role":"assistant","parts":[{"type":"text","content":"Yes."}],"finish_reason":"stop"}]"#,
                "gen_ai.system_instructions": #"[{"type":"text","content":"Be kind."}]"#,
            ])
    }

    @Test func `texts and lists are bounded`() {
        var capture = ContentCapture()
        capture.maximumText = 10
        capture.maximumMessages = 2
        #expect(capture.prepared(String(repeating: "x", count: 25)) == "xxxxxxxxxx…[15 more]")
        let messages = (0..<5).map { GenAIMessage(role: "user", text: "\($0)") }
        let json = capture.json(messages)
        #expect(!json.contains("\"2\"") && json.contains("\"3\"") && json.contains("\"4\""))
        // A secret that the cut would have divided is taken out first.
        #expect(capture.prepared("aaaaa sk-abcdefghijklmnop1234").hasPrefix("aaaaa [KEY"))
    }

    @Test(arguments: [
        ("Authorization: Bearer abcdef123456", "Authorization: Bearer [SECRET]"),
        ("password=hunter22, user=x", "password=[SECRET], user=x"),
        (#"{"api_key": "s3cr3tvalue"}"#, #"{"api_key": "[SECRET]"}"#),
        ("tg-abcdefghijkl0123 and ghp_abcdefghijklmnopqrstuvwxyz0123456789", "[KEY] and [KEY]"),
        ("AKIAIOSFODNN7EXAMPLE", "[KEY]"), ("write to a.b+c@example.co.uk now", "write to [EMAIL] now"),
        ("card 4111 1111 1111 1111.", "card [CARD]."),
        ("not a card: 4111 1111 1111 1112", "not a card: 4111 1111 1111 1112"),
        ("call +49 30 901820 or (555) 123-4567 now", "call [PHONE] or [PHONE] now"),
        ("-----BEGIN RSA PRIVATE KEY-----\nabc\n-----END RSA PRIVATE KEY-----\nrest", "[PRIVATE_KEY]\nrest"),
        ("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc", "[SECRET]"),
        ("The answer is 42, in 2026-11-25, at 12:30.", "The answer is 42, in 2026-11-25, at 12:30."), ("", ""),
        ("two: a@b.de c@d.fr", "two: [EMAIL] [EMAIL]"),
    ])
    func `what looks like a secret is taken out`(text: String, redacted: String) {
        #expect(Redaction.standard.redacted(text) == redacted)
    }

    @Test func `rules can be added`() {
        var redaction = Redaction.standard
        redaction.rules.append(Redaction.Rule(name: "EMPLOYEE") { $0.firstRange(of: "E-1234") })
        redaction.rules.append(Redaction.Rule(name: "NOTHING") { $0.startIndex..<$0.startIndex })
        #expect(redaction.redacted("E-1234 and E-1234") == "[EMPLOYEE] and [EMPLOYEE]")
    }
}
