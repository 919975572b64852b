import Testing
import Tokenization

@Suite struct EncodingTests {
    @Test(arguments: [
        ("gpt-4o", Encoding.o200kBase), ("gpt-4o-mini-2024-07-18", .o200kBase), ("gpt-4.1-nano", .o200kBase),
        ("gpt-4.5-preview", .o200kBase), ("gpt-5", .o200kBase), ("gpt-5.1-codex", .o200kBase), ("o1", .o200kBase),
        ("o3-mini-2025-01-31", .o200kBase), ("o4-mini", .o200kBase), ("chatgpt-4o-latest", .o200kBase),
        ("GPT-4o", .o200kBase), ("openai/gpt-5-nano", .o200kBase), ("ft:gpt-4o-mini:acme::abc", .o200kBase),
        ("gpt-4", .cl100kBase), ("gpt-4-0613", .cl100kBase), ("gpt-4-turbo", .cl100kBase), ("gpt-4-32k", .cl100kBase),
        ("gpt-3.5-turbo-0125", .cl100kBase), ("gpt-35-turbo", .cl100kBase), ("ft:gpt-3.5-turbo:acme::abc", .cl100kBase),
        ("text-embedding-ada-002", .cl100kBase), ("text-embedding-3-large", .cl100kBase), ("davinci-002", .cl100kBase),
        ("text-davinci-003", .p50kBase), ("code-davinci-002", .p50kBase), ("text-davinci-001", .r50kBase),
        ("davinci", .r50kBase), ("ada", .r50kBase), ("text-search-ada-doc-001", .r50kBase), ("gpt2", .r50kBase),
    ])
    func `a model counts by its encoding`(model: String, encoding: Encoding) {
        #expect(Encoding(model: model) == encoding)
    }

    @Test(arguments: ["", "/", "ft:", "claude-sonnet-4-5", "gemini-2.5-pro", "gpt-40", "o30", "gpt-", "llama-3.1-8b"])
    func `a model that is not OpenAI's has none`(model: String) {
        #expect(Encoding(model: model) == nil)
    }
}
