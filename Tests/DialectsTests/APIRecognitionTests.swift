import Dialects
import Testing

struct APIRecognitionTests {
    @Test(arguments: [
        ("/v1/chat/completions", Dialect.openai, API.chatCompletions), ("/chat/completions", .openai, .chatCompletions),
        ("/openai/v1/chat/completions", .openai, .chatCompletions),
        ("/openai/deployments/my-gpt/chat/completions?api-version=2024-10-21", .azure, .chatCompletions),
        ("/v1/chat/completions/", .openai, .chatCompletions), ("//v1//chat//completions", .openai, .chatCompletions),
        ("/v1/ch%61t%2Fcompletions", .openai, .chatCompletions), ("/V1/Chat/Completions", .azure, .chatCompletions),
        ("/v1beta/openai/embeddings", .gemini, .embeddings), ("/v1/embeddings#x", .openai, .embeddings),
        ("/v1/messages", .anthropic, .messages), ("/v1/messages?beta=true", .anthropic, .messages),
        ("/messages", .anthropic, .messages), ("/api/v1/messages", .openai, .messages),
        ("/messages", .openai, .unmetered), ("/v1/threads/t_1/messages", .openai, .unmetered),
        ("/v1/messages/batches", .anthropic, .unmetered), ("/v1/messages/count_tokens", .anthropic, .unmetered),
        ("/v1/chat/completions/chatcmpl-1", .openai, .unmetered), ("/v1/completions", .openai, .unmetered),
        ("/v1/models", .openai, .unmetered), ("/xchat/completions?/embeddings", .openai, .unmetered),
        ("", .openai, .unmetered),
        ("/%", .openai, .unmetered), ("/%4", .openai, .unmetered), ("/", .openai, .unmetered),
    ])
    func `the end of the path tells the API`(_ path: String, _ dialect: Dialect, _ api: API) {
        #expect(API.recognize(method: "POST", path: path, dialect: dialect) == api)
        #expect(API.recognize(method: "POST", path: ("x" + path).dropFirst(), dialect: dialect) == api)
        #expect(withBytes(path) { API.recognize(method: "POST", path: $0, dialect: dialect) } == api)
    }

    @Test(arguments: ["GET", "DELETE", "OPTIONS", "post", ""])
    func `only POST is metered`(_ method: String) {
        #expect(API.recognize(method: method, path: "/v1/chat/completions", dialect: .openai) == .unmetered)
    }

    @Test func `flavors follow from the provider's name, else from its dialect`() {
        #expect(UsageFlavor(provider: "groq") == .groq)
        #expect(UsageFlavor(provider: "moonshotai") == .moonshot)
        #expect(UsageFlavor(provider: "azure", dialect: .azure) == .azure)
        #expect(UsageFlavor(provider: "my-own") == .openai)
        #expect(UsageFlavor(provider: "my-claude", dialect: .anthropic) == .anthropic)
    }
}
