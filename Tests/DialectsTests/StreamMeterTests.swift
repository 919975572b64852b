import Dialects
import Testing
import Usage

/// Chat completion streams.
struct ChatStreamTests {
    @Test func `usage, text, ends and reasons are read`() throws {
        let relayed = relay(Streams.chat)
        let usage = try #require(relayed.response.usage)
        #expect(Counts(usage) == Counts(input: 2006, cached: 1920, output: 300, reasoning: 128))
        #expect(relayed.response.model == "gpt-4o-2024-08-06")
        #expect(relayed.response.id == "chatcmpl-1")
        #expect(relayed.response.finishReasons == ["stop"])
        #expect(relayed.response.errorType == nil)
        #expect(relayed.response.usageIsFinal)
        #expect(relayed.response.outputText.isEmpty)
        #expect(String(decoding: relayed.outputText, as: UTF8.self) == Streams.chatText)
        #expect(relayed.outputBytes == Streams.chatText.utf8.count)
        #expect(relayed.sawTerminal)
        #expect(relayed.contentStarts == 1)
        #expect(relayed.stripped.isEmpty)
        #expect(relayed.held == Array(Streams.done.utf8))
        #expect(relayed.released + relayed.held == Array(Streams.chat.utf8))
    }

    @Test func `only the usage chunk that nobody asked for is taken out`() {
        let relayed = relay(Streams.chat, stripsUsage: true)
        #expect(relayed.stripped == Array(Streams.usageChunk.utf8))
        #expect(relayed.released == Array(Streams.chatBody.utf8))
        #expect(relayed.held == Array(Streams.done.utf8))
        #expect(relayed.response == relay(Streams.chat).response)
    }

    @Test func `exactly one chunk is taken out`() {
        let relayed = relay(Streams.usageChunk + Streams.usageChunk + Streams.done, stripsUsage: true)
        #expect(relayed.stripped == Array(Streams.usageChunk.utf8))
        #expect(relayed.released == Array(Streams.usageChunk.utf8))
    }

    @Test(arguments: [
        // Azure's prompt filter comes without choices, and without usage.
        Streams.chunk("", #","prompt_filter_results":[{"prompt_index":0}],"usage":null"#), Streams.chunk("", ""),
        // Usage in a chunk that has choices.
        Streams.chunk(#"{"index":0,"delta":{}}"#, #","usage":{"prompt_tokens":1,"completion_tokens":1}"#),
        Streams.chunk(#"{"index":0,"delta":{}}"#, #","x_groq":{"usage":{"prompt_tokens":1,"completion_tokens":1}}"#),
        "data: {\"usage\":{\"prompt_tokens\":1}}\n\n",
    ])
    func `chunks that say something else, too, stay`(_ chunk: String) {
        let relayed = relay(chunk + Streams.done, stripsUsage: true)
        #expect(relayed.stripped.isEmpty)
        #expect(relayed.released == Array(chunk.utf8))
    }

    @Test(arguments: [
        (#"{"delta":{"content":"ab"}}"#, "ab"), (#"{"delta":{"reasoning_content":"ab","content":null}}"#, "ab"),
        (#"{"delta":{"reasoning":"ab","reasoning_content":"ab"}}"#, "ab"), (#"{"delta":{"refusal":"no"}}"#, "no"),
        (
            #"{"delta":{"tool_calls":[{"index":0,"id":"c","function":{"name":"f","arguments":"{\"a\":1}"}}]}}"#,
            "f{\"a\":1}"
        ),
        (#"{"delta":{"function_call":{"name":"f","arguments":"{}"}}}"#, "f{}"), (#"{"text":"ab"}"#, "ab"),
        (
            #"{"delta":{"content":[{"type":"thinking","thinking":[{"type":"text","text":"a"}]},{"type":"text","text":"b"}]}}"#,
            "ab"
        ),
        (#"{"delta":{"content":"a"}},{"delta":{"content":"b"}}"#, "ab"), (#"{"delta":{"content":7,"role":"x"}}"#, ""),
    ])
    func `generated text is found in every place`(_ choice: String, _ text: String) {
        let relayed = relay(Streams.chunk(choice))
        #expect(String(decoding: relayed.outputText, as: UTF8.self) == text)
        #expect(relayed.response.outputText == relayed.outputText)
        #expect(relayed.contentStarts == (text.isEmpty ? 0 : 1))
    }

    @Test func `a stream that is cut has its text, and no usage`() {
        let relayed = relay(Streams.chatStart + Streams.content("abc") + Streams.content("de").dropLast(20))
        #expect(relayed.response.usage == nil)
        #expect(!relayed.sawTerminal)
        #expect(String(decoding: relayed.response.outputText, as: UTF8.self) == "abcde")
    }

    @Test func `a stream without a last blank line is read to its end`() {
        for cut in [1, 2] {
            let relayed = relay(String((Streams.chatBody + Streams.usageChunk).dropLast(cut)), stripsUsage: true)
            #expect(relayed.response.usage != nil)
            #expect(relayed.stripped == Array(Streams.usageChunk.utf8.dropLast(cut)))
            #expect(relay(String(Streams.chat.dropLast(cut))).sawTerminal)
        }
    }

    @Test func `the last usage counts, and they are never added up`() throws {
        let groq = Streams.chunk(
            #"{"index":0,"delta":{},"finish_reason":"stop"}"#,
            #","x_groq":{"id":"r","usage":{"queue_time":0.1,"prompt_tokens":10,"completion_tokens":5,"total_tokens":15}}"#
        )
        let moonshot = Streams.chunk(
            #"{"index":0,"delta":{},"finish_reason":"stop","usage":{"prompt_tokens":9,"completion_tokens":4,"cached_tokens":3}}"#
        )
        let last = Streams.chunk("", #","usage":{"prompt_tokens":10,"completion_tokens":6,"total_tokens":16}"#)
        let first = try #require(relay(Streams.content("a") + groq + Streams.done, flavor: .groq).response.usage)
        #expect(Counts(first) == Counts(input: 10, output: 5))
        let both = try #require(relay(groq + last + Streams.done, flavor: .groq).response.usage)
        #expect(Counts(both) == Counts(input: 10, output: 6))
        let inChoice = try #require(relay(moonshot + Streams.done, flavor: .moonshot).response.usage)
        #expect(Counts(inChoice) == Counts(input: 9, cached: 3, output: 4))
    }

    @Test func `the service tier is that of the last chunk that tells one`() throws {
        let tiered =
            #"data: {"service_tier":"auto","choices":[{}],"usage":null}"# + "\n\n"
            + #"data: {"service_tier":"priority","choices":[],"usage":{"prompt_tokens":1}}"# + "\n\n"
            + #"data: {"service_tier":null,"choices":[]}"# + "\n\n"
        #expect(try #require(relay(tiered).response.usage).serviceTier == .priority)
    }

    @Test func `a model that changes in mid-stream is noticed, though the rest is alike`() {
        let stream =
            Streams.content("a") + Streams.content("b") + Streams.content("c")
            + Streams.content("d").replacing("gpt-4o-2024-08-06", with: "gpt-4x-2024-08-06") + Streams.content("e")
        #expect(relay(String(stream)).response.model == "gpt-4o-2024-08-06")
        #expect(relay(String(stream)).outputBytes == 5)
        #expect(
            relay(
                Streams.content("a") + Streams.content("b")
                    + Streams.content("d").replacing("4o", with: "4x")
            ).response.model == "gpt-4x-2024-08-06")
    }

    @Test func `what follows the terminal event is held, too`() {
        let relayed = relay(Streams.chat + Streams.content("late") + ": bye\n\n")
        #expect(relayed.held == Array((Streams.done + Streams.content("late") + ": bye\n\n").utf8))
        let later = relay(Array((Streams.done + Streams.content("late")).utf8), cuts: [Streams.done.utf8.count])
        #expect(later.released.isEmpty)
    }

    @Test(arguments: [
        "data: {\n\n", "data: [DONE\n\n", "data: null\n\n", "data: 7\n\n", "data:\n\n", "data: [[[[\n\n",
        "event: x\n\n", "\n",
    ])
    func `what is no chunk goes through unread`(_ event: String) {
        let relayed = relay(event + Streams.chat)
        #expect(relayed.released + relayed.held == Array((event + Streams.chat).utf8))
        #expect(relayed.response == relay(Streams.chat).response)
    }
}

/// Anthropic message streams.
struct MessageStreamTests {
    @Test func `cumulative counts lie over the first ones`() throws {
        let relayed = relay(Streams.message, api: .messages, flavor: .anthropic)
        let usage = try #require(relayed.response.usage)
        #expect(
            Counts(usage) == Counts(input: 170, cached: 20, cacheWrite: 50, cacheWrite1h: 10, output: 42, reasoning: 12)
        )
        #expect(relayed.response.model == "claude-sonnet-4-5-20250929")
        #expect(relayed.response.id == "msg_1")
        #expect(relayed.response.finishReasons == ["end_turn"])
        #expect(relayed.response.usageIsFinal)
        #expect(String(decoding: relayed.outputText, as: UTF8.self) == Streams.messageText)
        #expect(relayed.contentStarts == 1)
        #expect(relayed.sawTerminal)
        #expect(relayed.held == Array(Streams.event("message_stop", #"{"type":"message_stop"}"#).utf8))
    }

    @Test func `a start that comes again adds nothing and takes nothing away`() throws {
        let start = String(
            Streams.message.prefix(upTo: try #require(Streams.message.firstRange(of: "event: content")).lowerBound))
        let once = relay(Streams.message, api: .messages).response
        #expect(relay(start + Streams.message, api: .messages).response == once)
        #expect(relay(Streams.message + start, api: .messages).response.usage == once.usage)
    }

    @Test func `a stream that is cut says that its output is not the last word`() throws {
        let cut = try #require(Streams.message.firstRange(of: "event: message_delta")).lowerBound
        let response = relay(String(Streams.message.prefix(upTo: cut)), api: .messages).response
        #expect(Counts(try #require(response.usage)).input == 170)
        #expect(!response.usageIsFinal)
        #expect(String(decoding: response.outputText, as: UTF8.self) == Streams.messageText)
    }

    @Test(arguments: [
        (#"{"type":"content_block_delta","delta":{"type":"thinking_delta","thinking":"ab"}}"#, "ab"),
        (#"{"type":"content_block_delta","delta":{"type":"input_json_delta","partial_json":"{\"a"}}"#, "{\"a"),
        (#"{"type":"content_block_delta","delta":{"type":"signature_delta","signature":"xyz"}}"#, ""),
        (
            #"{"type":"content_block_start","content_block":{"type":"tool_use","id":"t","name":"get","input":{}}}"#,
            "get"
        ),
    ])
    func `generated text is found in every kind of delta`(_ data: String, _ text: String) {
        let relayed = relay("data: \(data)\n\n", api: .messages)
        #expect(String(decoding: relayed.outputText, as: UTF8.self) == text)
    }

    @Test func `the end is known by the data, or by the event's name where the data does not tell`() {
        #expect(relay("data: {\"type\":\"message_stop\"}\n\n", api: .messages).sawTerminal)
        #expect(relay("event: message_stop\ndata: {}\n\n", api: .messages).sawTerminal)
        #expect(relay("event: message_stop\ndata: {\n\n", api: .messages).sawTerminal)
        #expect(!relay("event: x\ndata: {\"type\":\"ping\",\"x\":\"message_stop\"}\n\n", api: .messages).sawTerminal)
    }
}
