import Dialects
import Testing
import Usage

/// Answers that are not what they should be.
struct HostileAnswerTests {
    @Test(arguments: [
        "", "<html><body>502</body></html>", "null", "[]", "{", "{\"usage\":", #"{"usage":null}"#, #"{"usage":{}}"#,
        #"{"usage":[1]}"#,
        #"{"usage":"x"}"#, #"{"usage":{"unknown":1}}"#, #"{"choices":{"usage":{"prompt_tokens":1}}}"#, "\u{0}\u{1}",
        #"{"choices":[{"message":{"content":"\"usage\":{\"prompt_tokens\":5}"}}]}"#,
    ])
    func `without usage there is none, and no crash`(_ body: String) {
        for api in API.allCases {
            #expect(read(body, api).usage == nil)
            #expect(relay("data: \(body)\n\n", api: api).response.usage == nil)
        }
    }

    /// A stack has room for some ten thousand calls of a function.
    @Test(arguments: [
        "message", "messages", "response", "usage", "error", "delta", "choices", "content", "candidates", "parts",
        "meta",
        "metadata", "tokens", "billed_units", "item", "output", "data", "event", "interaction", "usageMetadata",
        "details",
        "x_groq", "result", "tool_calls", "session", "part", "body",
    ])
    func `an answer that is nested without end is no call without end`(_ key: String) {
        for opening in ["{\"\(key)\":", "{\"\(key)\":[", "[{\"\(key)\":"] {
            let body = String(repeating: opening, count: 12_000)
            for api in API.allCases {
                _ = read(body, api)
                _ = relay("data: \(body)\n\n", api: api)
            }
            for dialect in Dialect.allCases {
                withBytes(body) { _ = ErrorType.classify(dialect: dialect, status: 400, body: $0) }
            }
        }
    }

    @Test(arguments: [
        (#"-5"#, "prompt_tokens"), ("10000000001", "prompt_tokens"), ("1.5", "prompt_tokens"),
        ("\"12\"", "prompt_tokens"), ("true", "prompt_tokens"),
        ("1e300", "prompt_tokens"), ("190000000000000", "prompt_tokens"), ("{}", "prompt_tokens"),
        ("[1]", "prompt_tokens"),
    ])
    func `what cannot be true is flagged, not billed`(_ value: String, _ field: String) throws {
        let chat = try #require(
            read(#"{"usage":{"\#(field)":\#(value),"completion_tokens":3}}"#, .chatCompletions).usage)
        #expect(chat.rejected == [field])
        #expect(Counts(chat) == Counts(output: 3))
        let message = try #require(read(#"{"usage":{"input_tokens":\#(value),"output_tokens":3}}"#, .messages).usage)
        #expect(message.rejected == ["input_tokens"])
        #expect(Counts(message) == Counts(output: 3))
    }

    @Test func `the largest count that can be true counts`() throws {
        let usage = try #require(read(#"{"usage":{"prompt_tokens":10000000000}}"#, .chatCompletions).usage)
        #expect(usage.tokens.input == 10_000_000_000)
        #expect(usage.rejected.isEmpty)
    }

    @Test(arguments: ["-1", "1e9", "\"1\"", "[]"])
    func `a cost that cannot be true is flagged, not charged`(_ cost: String) throws {
        let usage = try #require(
            read(#"{"usage":{"prompt_tokens":1,"cost":\#(cost)}}"#, .chatCompletions, .openrouter).usage)
        #expect(usage.statedCost == nil)
        #expect(usage.rejected == ["cost"])
    }

    @Test(arguments: costCases.filter { !$0.isStream })
    func `an answer that is cut anywhere is read as far as it goes`(_ example: CostCase) throws {
        let bytes = Array(example.payload.utf8)
        let whole = read(example.payload, example.api, example.flavor)
        for cut in stride(from: 0, to: bytes.count, by: 3) {
            let response = bytes[0..<cut].withUnsafeBytes {
                ResponseReader.read($0, api: example.api, flavor: example.flavor)
            }
            if let usage = response.usage {
                // A cut may take away parts, and may tear a number; it never adds any.
                #expect(usage.rejected.isEmpty)
                #expect(Counts(usage).input <= Counts(try #require(whole.usage)).input)
            }
        }
    }

    @Test func `text of an answer without usage is there for an estimate`() {
        let chat =
            #"{"choices":[{"message":{"content":"a\u00e9","tool_calls":[{"function":{"name":"f","arguments":"{}"}}]}}]}"#
        #expect(read(chat, .chatCompletions).outputText == Array("aéf{}".utf8))
        let message =
            #"{"content":[{"type":"thinking","thinking":"t"},{"type":"text","text":"b"},{"type":"tool_use","name":"n","input":{"x":1}}]}"#
        #expect(read(message, .messages).outputText == Array("tbn{\"x\":1}".utf8))
        #expect(
            read(#"{"choices":[{"message":{"content":"a"}}],"usage":{"prompt_tokens":1}}"#, .chatCompletions).outputText
                .isEmpty)
    }

    /// The conservation law: classes are never negative, and add up to what the provider says, whatever its parts say.
    @Test func `classes add up to the provider's totals`() throws {
        var random = SeededGenerator(seed: 5)
        func number(_ limit: Int64) -> Int64 {
            Bool.random(using: &random) ? 0 : Int64.random(in: 0...limit, using: &random)
        }
        for _ in 0..<2000 {
            let (prompt, completion) = (number(1000), number(1000))
            let body = """
                {"usage":{"prompt_tokens":\(prompt),"completion_tokens":\(completion),"prompt_tokens_details":{
                "cached_tokens":\(number(1200)),"cache_write_tokens":\(number(600)),"audio_tokens":\(number(600)),
                "image_tokens":\(number(600)),"video_tokens":\(number(300)),
                "cached_tokens_details":{"audio_tokens":\(number(300)),"image_tokens":\(number(300))}},
                "completion_tokens_details":{"reasoning_tokens":\(number(1200)),"audio_tokens":\(number(600)),
                "image_tokens":\(number(600))}}}
                """
            let tokens = try #require(read(body, .chatCompletions).usage).tokens
            #expect(tokens.inputTotal == prompt, "\(body)")
            #expect(tokens.outputTotal == completion, "\(body)")
            #expect(
                Mirror(reflecting: tokens).children.allSatisfy { ($0.value as? Int64 ?? -1) >= 0 }, "\(tokens) \(body)")
        }
    }

    @Test func `a stream says what the same answer says at once`() throws {
        var random = SeededGenerator(seed: 6)
        for _ in 0..<200 {
            let counts = (0..<4).map { _ in Int.random(in: 0...5000, using: &random) }
            let usage =
                #"{"prompt_tokens":\#(counts[0] + counts[1]),"completion_tokens":\#(counts[2] + counts[3]),"#
                + #""prompt_tokens_details":{"cached_tokens":\#(counts[1])},"completion_tokens_details":{"reasoning_tokens":\#(counts[3])}}"#
            let head = #"{"id":"c","model":"m","service_tier":"flex""#
            let plain = read(
                #"\#(head),"choices":[{"message":{"content":"ab"},"finish_reason":"stop"}],"usage":\#(usage)}"#,
                .chatCompletions)
            let streamed = relay(
                """
                data: \(head),"choices":[{"delta":{"content":"a"}}]}\n
                data: \(head),"choices":[{"delta":{"content":"b"},"finish_reason":"stop"}]}\n
                data: \(head),"choices":[],"usage":\(usage)}\n
                data: [DONE]\n\n
                """)
            #expect(streamed.response == plain)

            let message =
                #"{"input_tokens":\#(counts[0]),"cache_read_input_tokens":\#(counts[1]),"output_tokens":\#(counts[2])}"#
            let whole = read(
                #"{"id":"i","type":"message","model":"m","stop_reason":"end_turn","usage":\#(message)}"#, .messages)
            let parts = relay(
                """
                data: {"type":"message_start","message":{"id":"i","model":"m","usage":{"input_tokens":\(counts[3]),"output_tokens":1}}}\n
                data: {"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":\(message)}\n
                data: {"type":"message_stop"}\n\n
                """, api: .messages)
            #expect(parts.response == whole)
        }
    }
}
