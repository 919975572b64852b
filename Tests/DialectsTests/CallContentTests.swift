import Dialects
import Testing

@Suite struct CallContentTests {
    private let limits = ContentLimits(text: 1_000, total: 4_000, count: 64)

    private func request(_ body: String, _ api: API, _ limits: ContentLimits? = nil) -> RequestContent {
        Array(body.utf8).withUnsafeBytes { RequestContent($0, api: api, limits: limits ?? self.limits) }
    }

    private func answer(_ body: String, _ api: API) -> [MessageContent] {
        var content = AnswerContent(api: api, limits: limits)
        Array(body.utf8).withUnsafeBytes { content.whole($0) }
        return content.messages
    }

    private func text(_ text: String) -> MessageContent.Part { .text(CopiedText(text)) }

    @Test func `a chat's messages, with parts, images, tool calls and their results`() {
        let content = request(
            #"""
            {"model":"m","messages":[{"role":"system","content":"Be \"kind\"."},
            {"role":"user","content":[{"type":"text","text":"What is it?"},{"type":"image_url","image_url":{"url":"data:x"}}]},
            {"role":"assistant","content":null,"tool_calls":[{"id":"c1","type":"function","function":{"name":"look","arguments":"{\"a\":1}"}}]},
            {"role":"tool","tool_call_id":"c1","content":"a cat"}],
            "tools":[{"type":"function","function":{"name":"look","description":"Looks.","parameters":{"type":"object"}}}]}
            """#, .chatCompletions)
        #expect(
            content.messages == [
                MessageContent(role: "system", parts: [text("Be \"kind\".")]),
                MessageContent(role: "user", parts: [text("What is it?"), .other("image_url")]),
                MessageContent(
                    role: "assistant",
                    parts: [.toolCall(id: "c1", name: "look", arguments: CopiedText(#"{"a":1}"#))]),
                MessageContent(role: "tool", parts: [.toolResult(id: "c1", CopiedText("a cat"))]),
            ])
        #expect(
            content.tools == [
                ToolContent(name: "look", description: CopiedText("Looks."), parameters: #"{"type":"object"}"#)
            ])
    }

    @Test func `Anthropic's messages, with instructions, thinking, tools and results`() {
        let content = request(
            #"""
            {"system":[{"type":"text","text":"Be kind."},{"type":"text","text":"Be short."}],"messages":[
            {"role":"user","content":"Hi"},{"role":"assistant","content":[{"type":"thinking","thinking":"Hm.","signature":"s"},
            {"type":"tool_use","id":"t1","name":"look","input":{"a":[1]}}]},
            {"role":"user","content":[{"type":"tool_result","tool_use_id":"t1","content":[{"type":"text","text":"a "},
            {"type":"text","text":"cat"}]},{"type":"image","source":{"type":"base64","data":"AAAA"}}]}],
            "tools":[{"name":"look","input_schema":{"type":"object"}},{"type":"web_search_20250305","name":"web_search"}]}
            """#, .messages)
        #expect(content.system == [CopiedText("Be kind."), CopiedText("Be short.")])
        #expect(
            content.messages == [
                MessageContent(role: "user", parts: [text("Hi")]),
                MessageContent(
                    role: "assistant",
                    parts: [
                        .reasoning(CopiedText("Hm.")),
                        .toolCall(id: "t1", name: "look", arguments: CopiedText(#"{"a":[1]}"#)),
                    ]),
                MessageContent(
                    role: "user", parts: [.toolResult(id: "t1", CopiedText("a cat")), .other("image")]),
            ])
        #expect(content.tools.map(\.name) == ["look", "web_search"])
    }

    @Test func `Gemini's contents, with functions and thoughts`() {
        let content = request(
            #"""
            {"systemInstruction":{"parts":[{"text":"Be kind."}]},"contents":[{"role":"user","parts":[{"text":"Hi"},
            {"inlineData":{"mimeType":"image/png","data":"AAAA"}}]},{"role":"model","parts":[{"text":"Hm.","thought":true},
            {"functionCall":{"name":"look","args":{"a":1}}}]},
            {"role":"user","parts":[{"functionResponse":{"name":"look","response":{"r":"cat"}}}]}],
            "tools":[{"functionDeclarations":[{"name":"look"},{"name":"hear","parameters":{"type":"OBJECT"}}]}]}
            """#, .generateContent)
        #expect(content.system == [CopiedText("Be kind.")])
        #expect(
            content.messages == [
                MessageContent(role: "user", parts: [text("Hi"), .other("inlineData")]),
                MessageContent(
                    role: "assistant",
                    parts: [
                        .reasoning(CopiedText("Hm.")),
                        .toolCall(id: nil, name: "look", arguments: CopiedText(#"{"a":1}"#)),
                    ]),
                MessageContent(role: "user", parts: [.toolResult(id: "look", CopiedText(#"{"r":"cat"}"#))]),
            ])
        #expect(content.tools.map(\.name) == ["look", "hear"])
    }

    @Test func `a response's items, and an input that is one text`() {
        let content = request(
            #"""
            {"instructions":"Be kind.","input":[{"role":"user","content":[{"type":"input_text","text":"Hi"}]},
            {"type":"reasoning","summary":[{"type":"summary_text","text":"Hm."}]},
            {"type":"function_call","call_id":"f1","name":"look","arguments":"{}"},
            {"type":"function_call_output","call_id":"f1","output":"a cat"}]}
            """#, .responses)
        #expect(content.system == [CopiedText("Be kind.")])
        #expect(
            content.messages == [
                MessageContent(role: "user", parts: [text("Hi")]),
                MessageContent(role: "assistant", parts: [.reasoning(CopiedText("Hm."))]),
                MessageContent(
                    role: "assistant", parts: [.toolCall(id: "f1", name: "look", arguments: CopiedText("{}"))]),
                MessageContent(role: "tool", parts: [.toolResult(id: "f1", CopiedText("a cat"))]),
            ])
        #expect(request(#"{"input":"Hi"}"#, .responses).messages == [MessageContent(role: "user", parts: [text("Hi")])])
        #expect(request(#"{"prompt":["a","b"]}"#, .completions).messages.count == 2)
    }

    @Test(arguments: [
        ("", API.chatCompletions), ("[]", .messages), ("{\"messages\":7}", .chatCompletions),
        ("{\"messages\":[{\"role\":{},\"content\":{\"a\":1}},null,7]}", .chatCompletions),
        ("{\"input\":[[]]}", .responses),
        ("{\"contents\":{\"parts\":7}}", .generateContent), ("{\"system\":7,\"messages\":{}}", .messages),
        ("{\"tools\":[{\"function\":{\"function\":{\"function\":{}}}}]}", .chatCompletions), ("\u{0}\u{1}", .responses),
        ("{\"messages\":[{\"content\":[[[[[[\"deep\"]]]]]]}]}", .chatCompletions), ("{\"input\":\"x\"}", .embeddings),
    ])
    func `what has another shape says nothing, and harms nobody`(body: String, api: API) {
        let content = request(body, api)
        #expect(content.system.isEmpty && content.tools.isEmpty)
        #expect(content.messages.allSatisfy { $0.parts.isEmpty })
        _ = answer(body, api)
    }

    @Test func `a body that breaks off says what is there`() {
        let body = #"{"messages":[{"role":"user","content":"first"},{"role":"user","content":"sec"#
        #expect(
            request(body, .chatCompletions).messages.map(\.parts)
                == [[text("first")], [.text(CopiedText("sec", isCut: true))]])
    }

    @Test func `no more is copied than the limits allow, and the last message first`() {
        let small = ContentLimits(text: 10, total: 25, count: 3)
        let texts = [
            "one", "two", "3" + String(repeating: "x", count: 40), "4" + String(repeating: "y", count: 40), "five",
        ]
        let messages = texts.map { #"{"role":"user","content":"\#($0)"}"# }.joined(separator: ",")
        let content = request("{\"messages\":[\(messages)]}", .chatCompletions, small)
        #expect(
            content.messages.flatMap(\.parts) == [
                .text(CopiedText("3xxxxxxxxx", isCut: true)), .text(CopiedText("4yyyyyyyyy", isCut: true)),
                text("five"),
            ])
        // A character is not cut apart, and an escape counts by what it is in the body.
        let cut = request(#"{"input":"123456789äöü"}"#, .responses, small).messages
        #expect(cut.first?.parts == [.text(CopiedText("123456789", isCut: true))])
    }

    @Test(arguments: [
        (
            API.chatCompletions,
            #"{"choices":[{"index":0,"message":{"role":"assistant","content":"Yes.","reasoning_content":"Hm."},"finish_reason":"stop"}]}"#
        ),
        (
            .messages,
            #"{"role":"assistant","content":[{"type":"text","text":"Yes."},{"type":"thinking","thinking":"Hm."}],"stop_reason":"stop"}"#
        ),
        (
            .generateContent,
            #"{"candidates":[{"content":{"role":"model","parts":[{"text":"Yes."},{"thought":true,"text":"Hm."}]},"finishReason":"stop"}]}"#
        ),
    ])
    func `a plain answer of each dialect`(api: API, body: String) {
        #expect(
            answer(body, api) == [
                MessageContent(
                    role: "assistant", parts: [text("Yes."), .reasoning(CopiedText("Hm."))], finishReason: "stop")
            ])
    }

    @Test func `a plain response, and a completion`() {
        let body =
            #"{"output":[{"type":"reasoning","summary":[]},{"type":"message","content":[{"type":"output_text","text":"Yes."}]},"#
            + #"{"type":"function_call","call_id":"f","name":"look","arguments":"{}"}]}"#
        #expect(
            answer(body, .responses) == [
                MessageContent(
                    role: "assistant",
                    parts: [text("Yes."), .toolCall(id: "f", name: "look", arguments: CopiedText("{}"))])
            ])
        #expect(
            answer(#"{"choices":[{"text":"Yes.","finish_reason":"length"}]}"#, .completions).first?.finishReason
                == "length")
    }

    @Test(arguments: [1, 2, 7, 64, 10_000])
    func `streams say the same however they are cut`(size: Int) {
        for (api, framing, stream, expected) in Self.streams {
            var content = AnswerContent(api: api, limits: limits, framing: framing)
            let bytes = Array(stream.utf8)
            for start in Swift.stride(from: 0, to: bytes.count, by: size) {
                Array(bytes[start..<min(start + size, bytes.count)]).withUnsafeBytes { content.push($0) }
            }
            content.finish()
            #expect(content.messages == expected, "\(api)")
        }
    }

    private static let streams: [(API, StreamMeter.Framing, String, [MessageContent])] = [
        (
            .chatCompletions, .events,
            #"""
            data: {"choices":[{"index":0,"delta":{"role":"assistant","content":""}},{"index":1,"delta":{"content":"B"}}]}

            data: {"choices":[{"delta":{"content":"My key is sk-"},"index":0}]}

            data: {"choices":[{"index":0,"delta":{"content":"abc.","reasoning_content":"Hm."}}]}

            data: {"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"c1","function":{"name":"look","arguments":""}}]}}]}

            data: {"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":"{\"a\":"}}]}}]}

            data: {"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":"1}"}}]},"finish_reason":"tool_calls"}]}

            data: {"choices":[],"usage":{"prompt_tokens":1}}

            data: [DONE]


            """#,
            [
                MessageContent(
                    role: "assistant",
                    parts: [
                        .text(CopiedText("My key is sk-abc.")), .reasoning(CopiedText("Hm.")),
                        .toolCall(id: "c1", name: "look", arguments: CopiedText(#"{"a":1}"#)),
                    ], finishReason: "tool_calls"),
                MessageContent(role: "assistant", parts: [.text(CopiedText("B"))]),
            ]
        ),
        (
            .messages, .events,
            #"""
            event: message_start
            data: {"type":"message_start","message":{"id":"m","role":"assistant","content":[],"stop_reason":null}}

            event: content_block_start
            data: {"type":"content_block_start","index":0,"content_block":{"type":"thinking","thinking":""}}

            data: {"type":"content_block_delta","index":0,"delta":{"type":"thinking_delta","thinking":"Hm."}}

            data: {"type":"content_block_delta","index":1,"delta":{"type":"text_delta","text":"Yes"}}

            data: {"type":"ping"}

            data: {"type":"content_block_delta","index":1,"delta":{"type":"text_delta","text":"."}}

            data: {"type":"content_block_start","index":2,"content_block":{"type":"tool_use","id":"t1","name":"look","input":{}}}

            data: {"type":"content_block_delta","index":2,"delta":{"type":"input_json_delta","partial_json":"{\"a\""}}

            data: {"type":"content_block_delta","index":2,"delta":{"type":"input_json_delta","partial_json":":1}"}}

            data: {"type":"message_delta","delta":{"stop_reason":"tool_use"},"usage":{"output_tokens":1}}

            data: {"type":"message_stop"}


            """#,
            [
                MessageContent(
                    role: "assistant",
                    parts: [
                        .reasoning(CopiedText("Hm.")), .text(CopiedText("Yes.")),
                        .toolCall(id: "t1", name: "look", arguments: CopiedText(#"{"a":1}"#)),
                    ], finishReason: "tool_use")
            ]
        ),
        (
            .responses, .events,
            #"""
            data: {"type":"response.created","response":{"output":[]}}

            data: {"type":"response.output_text.delta","output_index":0,"content_index":0,"delta":"Yes"}

            data: {"type":"response.output_text.delta","output_index":0,"delta":"."}

            data: {"type":"response.output_item.added","output_index":1,"item":{"type":"function_call","call_id":"f","name":"look","arguments":""}}

            data: {"type":"response.function_call_arguments.delta","output_index":1,"delta":"{}"}

            data: {"type":"response.completed","response":{"output":[{"type":"message","content":[{"type":"output_text","text":"Yes."}]}]}}


            """#,
            [
                MessageContent(
                    role: "assistant",
                    parts: [
                        .text(CopiedText("Yes.")), .toolCall(id: "f", name: "look", arguments: CopiedText("{}")),
                    ])
            ]
        ),
        (
            .generateContent, .array,
            #"[{"candidates":[{"content":{"parts":[{"text":"Y"}],"role":"model"}}]},"#
                + #"{"candidates":[{"content":{"parts":[{"text":"es."},{"functionCall":{"name":"look","args":{}}}]},"finishReason":"STOP"}]}]"#,
            [
                MessageContent(
                    role: "assistant",
                    parts: [.text(CopiedText("Yes.")), .toolCall(id: nil, name: "look", arguments: CopiedText("{}"))],
                    finishReason: "STOP")
            ]
        ),
    ]

    @Test func `a long stream is copied up to the limit, and says that more came`() {
        var content = AnswerContent(
            api: .chatCompletions, limits: ContentLimits(text: 10, total: 40, count: 8), framing: .events)
        for _ in 0..<1_000 {
            Array("data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"abcd\"}}]}\n\n".utf8)
                .withUnsafeBytes { content.push($0) }
        }
        #expect(content.messages.map(\.parts) == [[.text(CopiedText("abcdabcdab", isCut: true))]])
        // An event that does not end is given up, and what was there is not taken for the whole.
        let noise = [UInt8](repeating: 0x61, count: 700_000)
        for _ in 0..<3 { noise.withUnsafeBytes { content.push($0) } }
        #expect(content.messages.count == 1)
        #expect(content.isCut)
    }

    private func push(_ text: String, by count: Int, _ sink: (UnsafeRawBufferPointer) -> Void) {
        Array(text.utf8).withUnsafeBytes { bytes in
            for start in stride(from: 0, to: bytes.count, by: count) {
                sink(UnsafeRawBufferPointer(rebasing: bytes[start..<min(start + count, bytes.count)]))
            }
        }
    }

    @Test(arguments: [3, 4_096, 1 << 20])
    func `a plain answer that is too large to keep is read part by part, its text cut`(piece: Int) {
        let long = String(repeating: #"é\n\u00e9 "#, count: 100_000)
        var content = AnswerContent(api: .chatCompletions, limits: limits)
        push(
            #"{"id":"x","choices":["#
                + (0..<2).map {
                    #"{"index":\#($0),"message":{"role":"assistant","content":"\#(long)"},"finish_reason":"stop"}"#
                }.joined(separator: ",") + "]}", by: piece
        ) { content.push($0) }
        content.finish()
        #expect(content.messages.map(\.finishReason) == ["stop", "stop"])
        let whole = String(repeating: "é\né ", count: 100_000)
        for message in content.messages {
            guard case .text(let text)? = message.parts.first else {
                Issue.record("no text")
                continue
            }
            #expect(text.isCut && text.text.utf8.count > 500 && whole.hasPrefix(text.text))
        }
        #expect(!content.isCut)
    }

    @Test func `a request is told to its end from a copy with its strings cut, and says what is missing`() {
        func read(_ messages: String) -> RequestContent {
            var copy = ReducedJSON(for: limits)
            push(#"{"messages":[\#(messages)],"tools":[]}"#, by: 60_000) { copy.push($0) }
            return copy.kept.withUnsafeBytes { RequestContent($0, api: .chatCompletions, limits: limits) }
        }
        let image =
            #"{"role":"user","content":[{"type":"image_url","image_url":{"url":"data:\#(String(repeating: "A", count: 900_000))"}}]}"#
        let whole = read(image + #",{"role":"user","content":"And now?"}"#)
        #expect(
            whole.messages == [
                MessageContent(role: "user", parts: [.other("image_url")]),
                MessageContent(role: "user", parts: [text("And now?")]),
            ])
        #expect(!whole.isCut)
        // More messages than are told; more texts than there is room for; more than the copy has room for.
        let short = #"{"role":"user","content":"a"}"#
        #expect(read(Array(repeating: short, count: 64).joined(separator: ",")).isCut == false)
        #expect(read(Array(repeating: short, count: 65).joined(separator: ",")).isCut)
        let long = #"{"role":"user","content":"\#(String(repeating: "b", count: 2_000))"}"#
        #expect(read(Array(repeating: long, count: 5).joined(separator: ",")).isCut)
        let endless = read(Array(repeating: long, count: 2_000).joined(separator: ","))
        #expect(endless.isCut && !endless.messages.isEmpty)
    }
}
