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
        ("/v1/messages/batches", .anthropic, .unmetered), ("/v1/messages/count_tokens", .anthropic, .countTokens),
        ("/v1/chat/completions/chatcmpl-1", .openai, .unmetered), ("/v1/completions", .openai, .completions),
        ("/v1/responses", .openai, .responses), ("/openai/v1/responses", .azure, .responses),
        ("/v1/responses/compact", .openai, .responses), ("/v1/responses/input_tokens", .openai, .countTokens),
        ("/v1/moderations", .openai, .moderations), ("/v1/images/generations", .openai, .images),
        ("/v1/images/edits", .openai, .images), ("/v1/images/variations", .openai, .images),
        ("/v1/audio/transcriptions", .openai, .transcriptions), ("/v1/audio/translations", .openai, .translations),
        ("/openai/deployments/w/audio/transcriptions", .azure, .transcriptions), ("/v1/audio/speech", .openai, .speech),
        ("/v1/batches", .openai, .unmetered), ("/v1/files", .openai, .unmetered),
        ("/v2/chat", .openai, .cohereChat), ("/v1/rerank", .openai, .rerank), ("/v1/ocr", .openai, .ocr),
        ("/v1beta/models/gemini-2.5-pro:generateContent", .gemini, .generateContent),
        ("/v1/models/gemini-2.5-pro:streamGenerateContent?alt=sse", .gemini, .generateContent),
        ("/v1beta/models/gemini-2.5-pro%3AgenerateContent", .gemini, .generateContent),
        ("/v1beta/models/gemini-embedding-001:batchEmbedContents", .gemini, .embedContent),
        ("/v1beta/models/gemini-2.5-pro:countTokens", .gemini, .countTokens),
        ("/v1beta/models/gemini-2.5-pro:batchGenerateContent", .gemini, .unmetered),
        ("/v1beta/interactions", .gemini, .interactions),
        ("/api/chat", .openai, .ollama), ("/api/generate/", .openai, .ollama), ("/API/embed", .openai, .ollama),
        ("/api/tags", .openai, .unmetered), ("/api/chat", .gemini, .unmetered), ("/v1/api/chat", .openai, .unmetered),
        ("/v1/models", .openai, .unmetered), ("/xchat/completions?/embeddings", .openai, .completions),
        ("", .openai, .unmetered),
        ("/%", .openai, .unmetered), ("/%4", .openai, .unmetered), ("/", .openai, .unmetered),
        ("/:", .gemini, .unmetered), ("/v1beta/models/:", .gemini, .unmetered),
    ])
    func `the end of the path tells the API`(_ path: String, _ dialect: Dialect, _ api: API) {
        #expect(APIOperation.recognize(method: "POST", path: path, dialect: dialect).api == api)
        #expect(APIOperation.recognize(method: "POST", path: ("x" + path).dropFirst(), dialect: dialect).api == api)
    }

    @Test(arguments: ["GET", "DELETE", "OPTIONS", "post", ""])
    func `only POST makes an answer`(_ method: String) {
        let operation = APIOperation.recognize(method: method, path: "/v1/chat/completions", dialect: .openai)
        #expect(operation == APIOperation(api: .unmetered))
    }

    @Test func `the model in a path keeps its letters`() {
        let paths = [
            ("/v1beta/models/Gemini-2.5-Pro:streamGenerateContent", Dialect.gemini, "Gemini-2.5-Pro"),
            ("/v1/tunedModels/my%20own:generateContent?key=k", .gemini, "my own"),
            ("/openai/deployments/Prod-4o/embeddings?api-version=2024-10-21", .azure, "Prod-4o"),
        ]
        for (path, dialect, model) in paths {
            #expect(APIOperation.recognize(method: "POST", path: path, dialect: dialect).model == model)
        }
        let other = APIOperation.recognize(method: "POST", path: "/deployments/x/chat/completions", dialect: .openai)
        #expect(other.model == nil)
    }

    @Test func `a Gemini path tells whether it streams`() {
        let streamed = APIOperation.recognize(
            method: "POST", path: "/v1beta/models/g:streamGenerateContent", dialect: .gemini)
        #expect(streamed.streams)
        let plain = APIOperation.recognize(method: "POST", path: "/v1beta/models/g:generateContent", dialect: .gemini)
        #expect(!plain.streams)
    }

    @Test(arguments: [
        ("GET", "/v1/responses/resp_1", true), ("GET", "/v1/responses/resp_1?stream=true", true),
        ("GET", "/openai/v1/responses/resp_1/", true), ("POST", "/v1/responses/resp_1/cancel", true),
        ("GET", "/v1/responses/resp_1/input_items", false), ("DELETE", "/v1/responses/resp_1", false),
        ("GET", "/v1/responses", false), ("POST", "/v1/responses", false), ("GET", "/v1beta/interactions/i_1", true),
    ])
    func `fetching an answer is told apart from making one`(_ method: String, _ path: String, _ isRetrieval: Bool) {
        #expect(APIOperation.recognize(method: method, path: path, dialect: .openai).isRetrieval == isRetrieval)
    }

    @Test(arguments: [
        ("/v1beta/openai/chat/completions", Dialect.gemini, Dialect.openai),
        ("/v1beta/openai/models", .gemini, .openai), ("/v1beta/models", .gemini, .gemini),
        ("/v1/chat/completions", .anthropic, .openai), ("/anthropic/v1/messages", .openai, .anthropic),
        ("/v1/messages/count_tokens", .openai, .anthropic), ("/openai/v1/responses", .azure, .azure),
        ("/v1beta/models/g:countTokens", .gemini, .gemini), ("/v1/whatever", .anthropic, .anthropic),
    ])
    func `errors are told as the client's API tells them`(_ path: String, _ provider: Dialect, _ errors: Dialect) {
        #expect(APIOperation.recognize(method: "POST", path: path, dialect: provider).dialect == errors)
    }

    @Test func `flavors follow from the provider's name, else from its dialect`() {
        #expect(UsageFlavor(provider: "groq") == .groq)
        #expect(UsageFlavor(provider: "moonshotai") == .moonshot)
        #expect(UsageFlavor(provider: "azure", dialect: .azure) == .azure)
        #expect(UsageFlavor(provider: "my-own") == .openai)
        #expect(UsageFlavor(provider: "my-claude", dialect: .anthropic) == .anthropic)
    }
}
