/// A prompt's size in tokens, by a simple rule that only depends on the request: a token for every four bytes of
/// text, four for each message, an image's by its detail.
enum PromptSize {
    /// Tokens of OpenAI's or Anthropic's `messages` with `system` and `tools`.
    static func tokens(of request: JSONValue) -> Int {
        var tokens = 3
        for message in request["messages"]?.elements ?? [] {
            tokens += 4 + content(message["content"] ?? .null)
            if let calls = message["tool_calls"] { tokens += text(calls) }
        }
        if let system = request["system"] { tokens += content(system) }
        if let tools = request["tools"] { tokens += text(tools) }
        return tokens
    }

    /// Tokens of a response's `input` with `instructions` and `tools`.
    static func responseTokens(of request: JSONValue) -> Int {
        var tokens = 3 + content(request["instructions"] ?? .null)
        switch request["input"] ?? .null {
        case .array(let items):
            for item in items { tokens += 4 + (item["content"].map(content) ?? text(item)) }
        case let input: tokens += content(input)
        }
        if let tools = request["tools"] { tokens += text(tools) }
        return tokens
    }

    /// Tokens of a content: a string, or blocks of text, images, tool results and so on.
    static func content(_ content: JSONValue) -> Int {
        switch content {
        case .string(let text): (text.utf8.count + 3) / 4
        case .array(let blocks): blocks.reduce(0) { $0 + block($1) }
        default: 0
        }
    }

    /// Tokens of what is neither a message nor a content, by its text.
    static func text(_ value: JSONValue) -> Int { (value.textBytes + 3) / 4 }

    private static func block(_ block: JSONValue) -> Int {
        switch block["type"]?.text {
        case "text", "input_text": (block["text"]?.text.map { $0.utf8.count + 3 } ?? 0) / 4
        case "image_url": block["image_url"]?["detail"]?.text == "low" ? 85 : 765
        case "input_image": block["detail"]?.text == "low" ? 85 : 765
        case "image": 1_334
        case "tool_result": content(block["content"] ?? .null) + 4
        case "document", "file", "input_file": 1_500
        default: text(block)
        }
    }
}
