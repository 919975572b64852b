import Dialects
import Testing

/// The facts of request bodies.
struct RequestScannerTests {
    private func scan(_ body: String, _ api: API = .chatCompletions) throws -> RequestFacts {
        try withBytes(body) { try RequestScanner.scan($0, api: api) }
    }

    @Test func `reads what matters of a chat completion`() throws {
        let body = """
            {"model": "gpt-4o-mini", "messages": [{"role": "user", "content": "say \\"}\\" \\u00e9"}], "n": 2,
             "max_completion_tokens": 100, "temperature": 0.5, "service_tier": "flex", "stream": true,
             "stream_options": {"include_usage": true}, "user": "anna", "metadata": {"component_type": "search"}}
            """
        let expected = RequestFacts(
            model: "gpt-4o-mini", stream: true, outputCap: 100, choices: 2, serviceTier: "flex", user: "anna",
            component: "search", includesUsage: true, bodyBytes: body.utf8.count)
        #expect(try scan(body) == expected)
    }

    @Test func `reads what matters of an Anthropic message`() throws {
        let body = """
            {"model":"claude-sonnet-4-5","max_tokens":1024,"stream":true,"system":[{"type":"text","text":"Be brief."}],
            "messages":[{"role":"user","content":"hi"}],"metadata":{"user_id":"u-1"}}
            """
        let expected = RequestFacts(
            model: "claude-sonnet-4-5", stream: true, outputCap: 1024, user: "u-1", bodyBytes: body.utf8.count)
        #expect(try scan(body, .messages) == expected)
    }

    @Test func `reads what matters of an embeddings request`() throws {
        let body = #"{"input":["a","b",[1,2]],"model":"text-embedding-3-small","user":"u"}"#
        let expected = RequestFacts(model: "text-embedding-3-small", user: "u", bodyBytes: body.utf8.count)
        #expect(try scan(body, .embeddings) == expected)
    }

    @Test func `keys may be escaped, and of a key that comes twice the last one counts`() throws {
        let body = """
            {"m\\u006fdel":"a","str\\u0065am":true,"model":"b","\\u006dodel":"c","metadata":{"user_id":"x",\
            "component_type":"y"},"metadata":{"component_typ\\u0065":"z"},"max_tokens":1,"max_tokens":2}
            """
        let facts = try scan(body)
        #expect(facts.model == "c")
        #expect(facts.stream)
        #expect(facts.user == nil)
        #expect(facts.component == "z")
        #expect(facts.outputCap == 2)
    }

    @Test(
        arguments: [
            (#"{"safety_identifier":"s","user":"u","metadata":{"user_id":"m"}}"#, "s"),
            (#"{"metadata":{"user_id":"m"},"user":"u"}"#, "u"), (#"{"metadata":{"user_id":"m"}}"#, "m"),
            (#"{"safety_identifier":null,"user":"","metadata":{"user_id":"m"}}"#, "m"),
            (#"{"user":7,"metadata":"m"}"#, nil), (#"{"user":"anna","user":null}"#, nil),
            (#"{"user":"J\u00fcrgen \ud83d\ude00"}"#, "Jürgen 😀"),
        ] as [(String, String?)])
    func `the user is the first that is named`(_ body: String, _ user: String?) throws {
        #expect(try scan(body).user == user)
    }

    @Test(
        arguments: [
            (#"{"max_tokens":5}"#, 5), (#"{"max_completion_tokens":7,"max_tokens":5}"#, 7),
            (#"{"max_tokens":1e3}"#, 1000),
            (#"{"max_tokens":-1}"#, nil), (#"{"max_tokens":0}"#, nil), (#"{"max_tokens":"5"}"#, nil),
            (#"{"max_tokens":2.5}"#, nil),
            (#"{"max_tokens":99999999999999999999}"#, nil), (#"{"max_tokens":null}"#, nil), ("{}", nil),
        ] as [(String, Int64?)])
    func `the cap is a positive whole number`(_ body: String, _ cap: Int64?) throws {
        #expect(try scan(body).outputCap == cap)
    }

    @Test(arguments: [
        (#"{"n":3}"#, 3), (#"{"n":0}"#, 1), (#"{"n":-5}"#, 1), (#"{"n":9e18}"#, Int64(Int32.max)), (#"{"n":"3"}"#, 1),
    ])
    func `there is at least one choice, and no absurd number of them`(_ body: String, _ choices: Int64) throws {
        #expect(try scan(body).choices == choices)
    }

    @Test(arguments: [
        ("", "empty"), ("   ", "not a JSON object"), ("[]", "not a JSON object"), ("null", "not a JSON object"),
        ("{", "at byte 1"), (#"{"model":"a""#, "at byte 12"), (#"{"model":"a",}"#, "at byte 13"),
        (#"{"a":1} {}"#, "at byte 8"),
        (#"{"a":tru}"#, "at byte 5"), ("{\"a\":\"\u{1}\"}", "at byte 6"), ("<html>", "not a JSON object"),
        (#"{"a":[}"#, "at byte 6"), ("\u{FEFF}{}", "not a JSON object"),
    ])
    func `a body that is not one JSON object is refused with the place`(_ body: String, _ words: String) {
        let error = #expect(throws: RequestScanError.self) { try scan(body) }
        #expect(error?.message.contains(words) == true, "\(error?.message ?? "")")
    }

    @Test func `nesting is bounded`() throws {
        let deep = #"{"x":"# + String(repeating: "[", count: 100_000)
        #expect(throws: RequestScanError.self) { try scan(deep) }
        let ordinary = #"{"x":"# + String(repeating: "[", count: 500) + String(repeating: "]", count: 500) + "}"
        #expect(try scan(ordinary).bodyBytes == ordinary.utf8.count)
    }

    @Test func `the body of an unmetered API is not looked at`() throws {
        #expect(try scan("not JSON", .unmetered) == RequestFacts(isInlineTextOnly: false, bodyBytes: 8))
    }

    @Test func `bytes that are not UTF-8 are no error where nobody reads them`() throws {
        var body = Array(#"{"messages":[{"role":"user","content":"X"}],"model":"m"}"#.utf8)
        body[body.firstIndex(of: UInt8(ascii: "X")) ?? 0] = 0xFF
        let facts = try body.withUnsafeBytes { try RequestScanner.scan($0, api: .chatCompletions) }
        #expect(facts.model == "m")
    }
}
