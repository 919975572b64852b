import Dialects
import Testing

/// The facts of requests to APIs other than chat.
struct RequestFactsTests {
    private func scan(_ body: String, _ api: API) throws -> RequestFacts {
        try withBytes(body) { try RequestScanner.scan($0, api: api) }
    }

    @Test func `a response in the background says so, and how much it may generate`() throws {
        let facts = try scan(
            #"{"model":"o3","input":"Hi","background":true,"max_output_tokens":500,"service_tier":"flex"}"#, .responses)
        #expect(facts.isBackground)
        #expect(facts.outputCap == 500)
        #expect(facts.serviceTier == "flex")
        #expect(facts.isInlineTextOnly)
    }

    @Test func `a Gemini request caps its output in its configuration`() throws {
        let facts = try scan(
            #"{"contents":[{"role":"user","parts":[{"text":"Hi"}]}],"generationConfig":{"maxOutputTokens":77,"#
                + #""candidateCount":2}}"#, .generateContent)
        #expect(facts.outputCap == 77)
        #expect(facts.choices == 2)
        #expect(facts.isInlineTextOnly)
        #expect(facts.model == nil)
    }

    @Test(arguments: [
        (#"{"input":"Hi"}"#, API.responses, true),
        (#"{"input":[{"role":"user","content":"Hi"}]}"#, .responses, true),
        (
            #"{"input":[{"type":"message","role":"user","content":[{"type":"input_text","text":"Hi"}]}]}"#, .responses,
            true
        ),
        (#"{"input":[{"role":"user","content":[{"type":"input_image","image_url":"https://x"}]}]}"#, .responses, false),
        (#"{"input":[{"role":"user","content":[{"type":"input_file","file_id":"f"}]}]}"#, .responses, false),
        (#"{"input":"Hi","previous_response_id":"resp_1"}"#, .responses, false),
        (#"{"input":"Hi","prompt":{"id":"pmpt_1"}}"#, .responses, false),
        (#"{"input":"Hi","tools":[{"type":"web_search"}]}"#, .responses, false),
        (#"{"prompt":"Once"}"#, .completions, true), (#"{"prompt":["a",[1,2]]}"#, .completions, true),
        (#"{"contents":[{"parts":[{"text":"a"},{"inlineData":{"data":"QQ=="}}]}]}"#, .generateContent, false),
        (#"{"contents":[{"parts":[{"fileData":{"fileUri":"gs://x"}}]}]}"#, .generateContent, false),
        (#"{"contents":[],"cachedContent":"cachedContents/1"}"#, .generateContent, false),
        (#"{"contents":[],"tools":[{"googleSearch":{}}]}"#, .generateContent, false),
        (#"{"contents":[],"tools":[{"functionDeclarations":[{"name":"f"}]}]}"#, .generateContent, true),
        (#"{"content":{"parts":[{"text":"a"}]}}"#, .embedContent, true),
        (#"{"requests":[{"content":{"parts":[{"inline_data":{}}]}}]}"#, .embedContent, false),
        (#"{"messages":[],"web_search_options":{}}"#, .chatCompletions, false),
        (#"{"messages":[],"web_search_options":null}"#, .chatCompletions, true),
    ])
    func `what is more than its text is noticed`(_ body: String, _ api: API, _ isInline: Bool) throws {
        #expect(try scan(body, api).isInlineTextOnly == isInline)
    }

    @Test func `speech is told by its characters, not by its bytes`() throws {
        let facts = try scan(#"{"model":"tts-1","voice":"alloy","input":"Gr\u00fc\u00dfe \ud83d\ude00!"}"#, .speech)
        #expect(facts.hints.characters == 8)
        #expect(try scan(#"{"model":"tts-1","input":7}"#, .speech).hints.characters == nil)
    }

    @Test(
        arguments: [
            (#"{"model":"dall-e-3","prompt":"a"}"#, 1, "standard", "1024x1024"),
            (#"{"model":"dall-e-3","prompt":"a","quality":"hd","size":"1792x1024"}"#, 1, "hd", "1792x1024"),
            (#"{"prompt":"a","n":4,"size":"256x256"}"#, 4, nil, "256x256"),
            (#"{"model":"gpt-image-1","prompt":"a","quality":"low"}"#, 1, "low", nil),
        ] as [(String, Int64, String?, String?)])
    func `images are told by number, quality and size`(_ body: String, _ n: Int64, _ quality: String?, _ size: String?)
        throws
    {
        let hints = try scan(body, .images).hints
        #expect(hints.images == n)
        #expect(hints.imageQuality == quality)
        #expect(hints.imageSize == size)
    }

    @Test func `Azure's data sources exclude asking for the usage`() throws {
        let body = #"{"model":"m","stream":true,"messages":[],"data_sources":[{"type":"azure_search"}]}"#
        #expect(try scan(body, .chatCompletions).usageInjection == nil)
    }
}
