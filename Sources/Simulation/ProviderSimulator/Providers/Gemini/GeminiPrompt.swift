/// A Gemini prompt's size by what it is made of: text, pictures, sound.
struct GeminiPrompt {
    private(set) var text = 0
    private(set) var images = 0
    private(set) var audio = 0

    /// The sum.
    var total: Int { text + images + audio }

    /// The size of a request's `contents`, `systemInstruction` and `tools`.
    init(_ request: JSONValue) {
        add(content: request["systemInstruction"] ?? request["system_instruction"])
        for content in request["contents"]?.elements ?? [] { add(content: content) }
        if let single = request["contents"], single.elements.isEmpty { add(content: single) }
        add(content: request["content"])
        if let tools = request["tools"] { text += PromptSize.text(tools) }
    }

    private mutating func add(content: JSONValue?) {
        let parts = content?["parts"]
        for part in parts?.elements ?? (parts.map { [$0] } ?? []) {
            let data = part["inlineData"] ?? part["inline_data"]
            let type = (data?["mimeType"] ?? data?["mime_type"])?.text ?? ""
            switch type {
            case "":
                text += part["text"]?.text.map { ($0.utf8.count + 3) / 4 } ?? PromptSize.text(part)
            case _ where type.hasPrefix("audio/"): audio += 160
            default: images += 258
            }
        }
    }
}
