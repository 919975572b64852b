import Dialects
import Testing

/// Whether a prompt's bytes bound its tokens.
struct InlineTextTests {
    private func isInline(_ body: String, _ api: API) throws -> Bool {
        try withBytes(body) { try RequestScanner.scan($0, api: api) }.isInlineTextOnly
    }

    @Test(arguments: [
        #"{"messages":[{"role":"user","content":"text with \"image_url\" in it"}]}"#,
        #"{"messages":[{"role":"user","content":[{"type":"text","text":"a"},{"text":"b","type":"text"}]}]}"#,
        #"{"messages":[{"role":"assistant","content":null,"audio":null,"tool_calls":[{"type":"x","function":{}}]}]}"#,
        #"{"messages":[{"role":"assistant","content":[{"type":"refusal","refusal":"no"}]}]}"#,
        #"{"messages":[],"tools":[{"type":"function","function":{"parameters":{"type":"object"}}}]}"#,
        #"{"messages":[],"web_search_options":null}"#, #"{"messages":7}"#, "{}",
    ])
    func `chat text is inline`(_ body: String) throws { #expect(try isInline(body, .chatCompletions)) }

    @Test(arguments: [
        #"{"messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"data:image/png;base64,AA"}}]}]}"#,
        #"{"messages":[{"role":"user","content":[{"type":"text","text":"a"},{"type":"file","file":{"file_id":"f"}}]}]}"#,
        #"{"messages":[{"role":"user","content":[{"type":"input_audio","input_audio":{}}]}]}"#,
        #"{"messages":[{"role":"user","content":[{"type":"text","type":"image_url"}]}]}"#,
        #"{"messages":[{"role":"user","content":[{"text":"typeless"}]}]}"#,
        #"{"messages":[{"role":"user","content":[{"t\u0079pe":"image_url"}]}]}"#,
        #"{"messages":[{"role":"user","content":{"type":"text"}}]}"#,
        #"{"messages":[{"role":"assistant","audio":{"id":"audio_1"}}]}"#,
        #"{"messages":[],"web_search_options":{}}"#, #"{"messages":[],"tools":[{"type":"browser_search"}]}"#,
    ])
    func `what a chat names, encodes or fetches is not inline`(_ body: String) throws {
        #expect(try !isInline(body, .chatCompletions))
    }

    @Test(arguments: [
        #"{"system":"a","messages":[{"role":"user","content":"b"}]}"#,
        #"{"system":[{"type":"text","text":"a","cache_control":{"type":"ephemeral"}}]}"#,
        #"{"messages":[{"role":"user","content":[{"type":"tool_result","content":[{"type":"text","text":"a"}]}]}]}"#,
        #"{"messages":[{"role":"assistant","content":[{"type":"tool_use","input":{"type":"image","file":1}}]}]}"#,
        #"{"messages":[{"role":"assistant","content":[{"type":"thinking","thinking":"a","signature":"b"}]}]}"#,
        #"{"tools":[{"name":"a","input_schema":{"type":"object"}},{"type":"custom","name":"b"}]}"#,
    ])
    func `Anthropic text and tool calls are inline`(_ body: String) throws { #expect(try isInline(body, .messages)) }

    @Test(arguments: [
        #"{"messages":[{"role":"user","content":[{"type":"image","source":{"type":"base64","data":"AA"}}]}]}"#,
        #"{"messages":[{"role":"user","content":[{"type":"document","source":{"type":"file","file_id":"f"}}]}]}"#,
        #"{"messages":[{"role":"user","content":[{"type":"tool_result","content":[{"type":"image","source":{}}]}]}]}"#,
        #"{"messages":[{"content":[{"type":"tool_result","content":[{"type":"tool_result","content":[{"type":"text"}]}]}]}]}"#,
        #"{"tools":[{"type":"web_search_20250305","name":"web_search"}]}"#, #"{"container":"c_1"}"#,
        #"{"mcp_servers":[{"url":"https://x"}]}"#,
    ])
    func `what an Anthropic message names, encodes or fetches is not inline`(_ body: String) throws {
        #expect(try !isInline(body, .messages))
    }

    @Test func `embeddings are inline unless they are of more than text`() throws {
        #expect(try isInline(#"{"input":"a"}"#, .embeddings))
        #expect(try isInline(#"{"input":[[1,2],[3]]}"#, .embeddings))
        #expect(try !isInline(#"{"input":[{"content":[{"type":"image_url"}]}]}"#, .embeddings))
    }
}
