import Dialects
import Testing
import Tokenization

/// What `InputCount` says of a body.
private func count(_ body: String, _ api: API, model: String? = nil) -> (exact: Int64?, estimate: Int64?) {
    var body = body
    return body.withUTF8 {
        let bytes = UnsafeRawBufferPointer($0)
        return (
            InputCount.exact(bytes, api: api, model: model), InputCount.estimate(bytes, api: api, model: model)
        )
    }
}

@Suite struct InputCountTests {
    @Test(arguments: [
        (API.chatCompletions, #"{"model":"gpt-4o","messages":[{"role":"user","content":"hello"}]}"#, 8 as Int64),
        (.chatCompletions, #"{"messages":[{"content":"hello","role":"user"}],"stream":true,"model":"o3-mini"}"#, 7),
        (
            .chatCompletions,
            #"{"model":"gpt-4-0613","messages":[{"role":"user","content":[{"type":"text","text":"hello"}]}]}"#, 8
        ),
        (.embeddings, #"{"model":"text-embedding-3-small","input":"hello world"}"#, 2),
        (.embeddings, #"{"model":"text-embedding-3-small","input":["hello world","a\nb"]}"#, 5),
        (.embeddings, #"{"model":"text-embedding-3-small","input":[[1,2,3],[4]]}"#, 4),
        (.completions, #"{"model":"gpt-3.5-turbo-instruct","prompt":[1,2,3]}"#, 3),
        (.completions, #"{"model":"davinci-002","prompt":"hello world"}"#, 2),
    ])
    func `prompts of text are counted to the token`(api: API, body: String, tokens: Int64) {
        #expect(count(body, api).exact == tokens)
        #expect(count(body, api).estimate == tokens)
    }

    @Test(arguments: [
        (API.chatCompletions, #"{"model":"claude-opus-4-5","messages":[{"role":"user","content":"hello"}]}"#),
        (
            .chatCompletions,
            #"{"model":"gpt-4o","response_format":{"type":"json_schema"},"messages":[{"role":"user","content":"a"}]}"#
        ),
        (.chatCompletions, #"{"model":"gpt-4o","something_new":1,"messages":[{"role":"user","content":"a"}]}"#),
        (
            .chatCompletions,
            #"{"model":"gpt-4o","tools":[{"type":"function","function":{"name":"f"}}],"messages":[{"role":"user","content":"a"}]}"#
        ),
        (
            .chatCompletions,
            #"{"model":"gpt-4o","messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"https://a/b.png"}}]}]}"#
        ),
        (.embeddings, #"{"model":"text-embedding-3-small","input":[{"text":"a"},"b"]}"#),
        (.responses, #"{"model":"gpt-5","input":"hello"}"#),
        (.messages, #"{"model":"claude-opus-4-5","messages":[{"role":"user","content":"hello"}]}"#),
    ])
    func `what no rule is exact for has an estimate only`(api: API, body: String) throws {
        #expect(count(body, api).exact == nil)
        #expect(try #require(count(body, api).estimate) > 0)
    }

    @Test(arguments: [
        (API.chatCompletions, ""), (.chatCompletions, "[]"), (.chatCompletions, #"{"messages":[{"role":"#),
        (.embeddings, #"{"model":"text-embedding-3-small"}"#), (.messages, "{}"), (.transcriptions, "{}"),
        (.generateContent, "{\"contents\":"),
    ])
    func `what has no text has no count`(api: API, body: String) {
        #expect(count(body, api, model: "gpt-4o").exact == nil)
        #expect(count(body, api, model: "gpt-4o").estimate == nil || api == .chatCompletions)
    }

    @Test func `the model that answers decides, not the one in the body`() {
        let body = #"{"model":"my-deployment","messages":[{"role":"user","content":"hello"}]}"#
        #expect(count(body, .chatCompletions).exact == nil)
        #expect(count(body, .chatCompletions, model: "gpt-4o-2024-11-20").exact == 8)
    }

    @Test(arguments: [
        (
            API.responses,
            #"{"model":"gpt-5","instructions":"T","input":[{"role":"user","content":[{"type":"input_text","text":"T"}]}]}"#
        ),
        (.messages, #"{"model":"c","system":[{"type":"text","text":"T"}],"messages":[{"role":"user","content":"T"}]}"#),
        (
            .messages,
            #"{"system":"T","messages":[{"role":"user","content":[{"type":"text","text":"T"},{"type":"image","source":{"data":"T2"}}]}]}"#
        ),
        (
            .generateContent,
            #"{"systemInstruction":{"parts":[{"text":"T"}]},"contents":[{"role":"user","parts":[{"text":"T"}]}]}"#
        ),
        (.converse, #"{"system":[{"text":"T"}],"messages":[{"role":"user","content":[{"text":"T"}]}]}"#),
        (.cohereChat, #"{"message":"T","preamble":"T"}"#),
        (.cohereEmbed, #"{"texts":["T","T"]}"#),
        (.rerank, #"{"query":"T","documents":["T"]}"#),
    ])
    func `all text of a prompt is in the estimate, and little else`(api: API, shape: String) throws {
        let words = (0..<500).map { "word\($0)" }.joined(separator: " ")
        let text = Int64(2 * Tokenizer.shared(.o200kBase).count(words))
        let estimate = try #require(count(shape.replacing("\"T\"", with: "\"\(words)\""), api).estimate)
        #expect(estimate >= text)
        #expect(estimate <= text + 20)
    }

    @Test func `a Responses request counts as the chat request that says the same`() throws {
        let function =
            #""name":"f","description":"D","parameters":{"type":"object","properties":{"a":{"type":"string"}}}"#
        let chat = """
            {"model":"gpt-5","messages":[{"role":"system","content":"Be brief."},{"role":"user","content":"Hello there"}]}
            """
        let responses = #"{"model":"gpt-5","instructions":"Be brief.","input":"Hello there"}"#
        #expect(count(responses, .responses).estimate == count(chat, .chatCompletions).exact)
        let withTools = chat.dropLast() + #","tools":[{"type":"function","function":{\#(function)}}]}"#
        let flat = responses.dropLast() + #","tools":[{"type":"function",\#(function)},{"type":"web_search"}]}"#
        let wanted = try #require(count(String(withTools), .chatCompletions).estimate)
        // With a system message, chat's tools cost four tokens less.
        #expect(count(String(flat), .responses).estimate == wanted + 4)
    }

    @Test func `a text that no model could take is estimated by its beginning`() throws {
        let line = #"The \"quick\" brown f\u00f6x \ud83d\ude00 jumps.\n"#
        let lines = (7 << 20) / line.utf8.count
        func chat(_ count: Int) -> String {
            #"{"model":"gpt-4o","messages":[{"role":"user","content":"\#(String(repeating: line, count: count))"}]}"#
        }
        let short = try #require(count(chat(1_000), .chatCompletions).exact)
        let long = count(chat(lines), .chatCompletions)
        #expect(long.exact == nil)
        let estimate = try #require(long.estimate)
        #expect(abs(estimate - short * Int64(lines) / 1_000) < estimate / 100)
    }

    @Test func `calls of functions and images count in estimates`() throws {
        let plain =
            #"{"model":"gpt-4o","messages":[{"role":"user","content":"a"},{"role":"assistant","content":null}]}"#
        let call = plain.replacing(
            "null",
            with: #"null,"tool_calls":[{"id":"c","type":"function","function":{"name":"f","arguments":"{\"a\":1}"}}]"#)
        let small = plain.replacing(
            #""a""#,
            with: #"[{"type":"image_url","image_url":{"url":"data:","detail":"low"}},{"type":"text","text":"a"}]"#)
        let base = try #require(count(plain, .chatCompletions).estimate)
        #expect(try #require(count(call, .chatCompletions).estimate) > base + 5)
        #expect(try #require(count(small, .chatCompletions).estimate) == base + 85)
    }
}
