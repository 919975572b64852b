import Dialects
import Testing

@Suite struct PromptExtentTests {
    private func extent(_ body: String, _ api: API = .chatCompletions) -> PromptExtent {
        Array(body.utf8).withUnsafeBytes { PromptExtent($0, api: api) }
    }

    @Test(arguments: [
        #"{"tools":[{"type":"web_search_20250305","name":"web_search"}]}"#, #"{"tools":[{"googleSearch":{}}]}"#,
        #"{"tools":[{"codeExecution":{}},{"functionDeclarations":[]}]}"#, #"{"tools":["x"]}"#, #"{"tools":{}}"#,
        #"{"web_search_options":{}}"#, #"{"mcp_servers":[]}"#, #"{"tools":[{"type":"mcp","server_url":"x"}]}"#,
        #"{"tools":[{"name":"x","googleSearch":{}}]}"#, "not JSON", #"{"tools":[{"type":"function"}"#,
    ])
    func `tools that the provider runs are told`(body: String) { #expect(extent(body).hasHostedTools) }

    @Test(arguments: [
        #"{"tools":[{"type":"function","function":{"name":"f"}}]}"#, #"{"tools":[{"name":"f","input_schema":{}}]}"#,
        #"{"tools":[{"functionDeclarations":[]}]}"#, #"{"tools":[{"type":"bash_20250124","name":"bash"}]}"#,
    ])
    func `the caller's own tools are tools only`(body: String) {
        #expect(extent(body).hasTools)
        #expect(!extent(body).hasHostedTools)
    }

    @Test func `images are counted with their bytes, other media are told`() {
        let two = extent(
            #"{"messages":[{"content":[{"type":"image_url","image_url":{"url":"12345"}},{"type":"image","source":{"data":"123"}}]}]}"#
        )
        #expect(two.images == 2)
        #expect(two.imageBytes == 8)
        #expect(!two.hasOtherMedia)
        #expect(extent(#"{"messages":[{"content":[{"type":"input_audio"}]}]}"#).hasOtherMedia)
        #expect(extent(#"{"contents":[{"parts":[{"inlineData":{"data":"x"}}]}]}"#).hasOtherMedia)
    }

    @Test func `best_of is told, and nothing where there is nothing`() {
        #expect(extent(#"{"best_of":5}"#, .completions).bestOf == 5)
        let nothing = extent(#"{"tools":null,"tools":[],"messages":[{"content":"type image"}]}"#)
        #expect(!nothing.hasTools && !nothing.hasHostedTools && nothing.images == 0 && nothing.bestOf == nil)
    }
}
