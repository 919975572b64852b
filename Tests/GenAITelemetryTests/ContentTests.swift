import GenAITelemetry
import Synchronization
import Testing
import Tracing

@Suite struct ContentTests {
    private let content = GenAIContent(
        input: [GenAIMessage(role: "user", text: "My key is sk-abcdefghijklmnop1234, \"ok\"?\n")],
        output: [GenAIMessage(role: "assistant", text: "Yes.", finishReason: "stop")], system: ["Be kind."],
        tools: [GenAITool(name: "look", description: "Looks.", parameters: #"{"type":"object"}"#)])

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

    @Test func `MUST 2: content is JSON as the conventions have it, redacted`() {
        var capture = ContentCapture()
        capture.mode = .spanOnly
        #expect(
            content.spanAttributes(capture) == [
                "gen_ai.input.messages":
                    #"[{"role":"user","parts":[{"type":"text","content":"My key is [KEY], \"ok\"?\n"}]}]"#,
                "gen_ai.output.messages":
                    #"[{"role":"assistant","parts":[{"type":"text","content":"Yes."}],"finish_reason":"stop"}]"#,
                "gen_ai.system_instructions": #"[{"type":"text","content":"Be kind."}]"#,
                "gen_ai.tool.definitions":
                    #"[{"type":"function","name":"look","description":"Looks.","parameters":{"type":"object"}}]"#,
            ])
        let parts: [GenAIMessage.Part] = [
            .reasoning("My e-mail: a@b.de"), .toolCall(id: nil, name: "mail", arguments: #"{"to":"a@b.de"}"#),
            .toolResult(id: "c", "sk-abcdefghijklmnop1234"), .other("image_url"),
        ]
        #expect(
            capture.json([GenAIMessage(role: "assistant", parts: parts)])
                == #"[{"role":"assistant","parts":[{"type":"reasoning","content":"My e-mail: [EMAIL]"},"#
                + #"{"type":"tool_call","id":null,"name":"mail","arguments":"{\"to\":\"[EMAIL]\"}"},"#
                + #"{"type":"tool_call_response","id":"c","response":"[KEY]"},{"type":"image_url"}]}]"#)
        // A schema that a rule changes may be JSON no more, and becomes a text.
        #expect(
            capture.json(tools: [GenAITool(name: "t", parameters: #"{"token":1234567}"#)])
                == #"[{"type":"function","name":"t","parameters":"{\"token\":[SECRET]"}]"#)
    }

    @Test func `deferred content is made when it is asked for, once, and is the same`() {
        var capture = ContentCapture()
        capture.mode = .spanAndEvent
        let made = Mutex(0)
        capture.redaction.rules.append(
            Redaction.Rule(name: "COUNTED") { _ in
                made.withLock { $0 += 1 }
                return nil
            })
        let content = GenAIContent(input: [GenAIMessage(role: "user", text: "sk-abcdefghijklmnop1234")])
        let attributes = content.spanAttributes(capture, deferred: true)
        #expect(made.withLock { $0 } == 0)
        guard case .stringConvertible(let text)? = attributes.get("gen_ai.input.messages") else {
            Issue.record("not deferred")
            return
        }
        for _ in 0..<2 { #expect(text.description == capture.json(content.input)) }
        // Once for the attribute, twice to compare with.
        #expect(made.withLock { $0 } == 3)
    }

    @Test func `texts and lists are bounded`() {
        var capture = ContentCapture()
        capture.maximumText = 10
        capture.maximumMessages = 2
        #expect(capture.prepared(String(repeating: "x", count: 25)) == "xxxxxxxxxx…[cut]")
        #expect(capture.prepared("123456789äöü") == "123456789…[cut]")
        let messages = (0..<5).map { GenAIMessage(role: "user", text: "\($0)") }
        let json = capture.json(messages)
        #expect(!json.contains("\"2\"") && json.contains("\"3\"") && json.contains("\"4\""))
        // A secret that the cut would have divided is taken out first.
        #expect(capture.prepared("aaaaa sk-abcdefghijklmnop1234").hasPrefix("aaaaa [KEY"))
    }

    @Test(arguments: [
        "sk-abcdefghijklmnop1234567890", "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.signature",
        "somebody.with.a.name@mail.example.com", "4111 1111 1111 1111", "+49 30 901820",
        "-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG9w0BAQEFAASC",
    ])
    func `a secret at the end of what was copied does not slip through by half`(secret: String) {
        var capture = ContentCapture()
        capture.maximumText = 2_000
        let limit = capture.maximumText + ContentCapture.margin
        let stem = String(secret.prefix(6))
        for before in (limit - secret.utf8.count)...limit {
            let whole = String(repeating: "word ", count: 600).prefix(before) + " " + secret + " and more"
            let copied = String(decoding: Array(whole.utf8.prefix(limit)), as: UTF8.self)
            let prepared = capture.prepared(GenAIText(copied, isCut: true))
            #expect(!prepared.contains(stem) && prepared.hasSuffix("…[cut]"))
            #expect(prepared.hasPrefix("word word") && prepared.utf8.count <= 2_000 + 8)
        }
        // Nor does one that is longer than the margin.
        let long = "word sk-" + String(repeating: "abcdefgh", count: 1_000)
        #expect(capture.prepared(GenAIText(String(long.prefix(limit)), isCut: true)).contains("abcd") == false)
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
        ("two: a@b.de c@d.fr", "two: [EMAIL] [EMAIL]"), ("+1 (415) 555-2671, ok", "[PHONE], ok"),
        ("+442071838750.", "[PHONE]."), ("555.123.4567x 1+1 = 2 and +5", "555.123.4567x 1+1 = 2 and +5"),
        ("müller@exämple.de ö@b.de a@b a@.b", "müller@exämple.de ö@b.de a@b a@.b"),
        ("-----BEGIN PRIVATE KEY-----\nabc", "[PRIVATE_KEY]"),
        ("-----BEGIN CERTIFICATE-----\nabc", "-----BEGIN CERTIFICATE-----\nabc"),
        ("Basic dXNlcjpwYXNz, TOKEN = 'abcdefg'", "Basic [SECRET], TOKEN = '[SECRET]'"),
        ("basically nothing; secretary: Johnson", "basically nothing; secretary: Johnson"),
        ("desk-abcdefghijklmnop", "desk-abcdefghijklmnop"),
        ("4111-1111-1111-1111 and 5500005555555559", "[CARD] and [CARD]"),
        ("http://a:b@host.example.com/x", "http://a:[EMAIL]/x"), ("hf_abcdefghijklmnopqrstuv.", "[KEY]."),
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

    @Test func `a rule may be an expression`() throws {
        let rule = try Redaction.Rule.pattern("ACME-[0-9]{3,}", name: "ACME")
        #expect(Redaction(rules: [rule]).redacted("ACME-123, ACME-1 and ACME-4567") == "[ACME], ACME-1 and [ACME]")
        #expect(throws: (any Error).self) { try Redaction.Rule.pattern("(", name: "BAD") }
    }

    @Test(arguments: [
        "eyJ-", "eyJaaaaaaa", "bearer ", "password", "sk-", "+1 ", "1234567 ", "a.", "@", "-----BEGIN ", "(",
    ])
    func `no text makes the rules slow`(piece: String) {
        // Of 60 KB; what goes back over a text takes minutes for it.
        let text = String(repeating: piece, count: 60_000 / piece.utf8.count)
        #expect(Redaction.standard.redacted(text).isEmpty == false)
    }
}
