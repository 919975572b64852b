/// `GET /v1/models`, in OpenAI's, Anthropic's or Gemini's form.
enum ModelList {
    /// The list, or the model that the path names.
    static func reply(path: Substring, family: ProviderRequest.Family, now: Int) -> Reply {
        if let last = path.split(separator: "/").last, last != "models" {
            return .json(entry(String(last), family, now).json)
        }
        let known = names(family)
        let list = JSONValue.array(known.map { entry($0, family, now) })
        switch family {
        case .openai: return .json(JSONValue.object([]).with(["object": "list", "data": list]).json)
        case .gemini: return .json(JSONValue.object([]).with(["models": list]).json)
        case .anthropic:
            let page: JSONValue = [
                "data": list, "has_more": false, "first_id": .optional(known.first), "last_id": .optional(known.last),
            ]
            return .json(page.json)
        }
    }

    private static func names(_ family: ProviderRequest.Family) -> [String] {
        switch family {
        case .openai: ["gpt-4o", "gpt-4o-mini"]
        case .anthropic: ["claude-sonnet-4-5-20250929", "claude-haiku-4-5-20251001"]
        case .gemini: ["gemini-2.5-flash", "gemini-2.5-pro"]
        }
    }

    private static func entry(_ model: String, _ family: ProviderRequest.Family, _ now: Int) -> JSONValue {
        switch family {
        case .openai: ["id": .string(model), "object": "model", "created": .count(now), "owned_by": "system"]
        case .anthropic:
            [
                "type": "model", "id": .string(model), "display_name": .string(model),
                "created_at": "2025-09-29T00:00:00Z",
            ]
        case .gemini:
            [
                "name": .string("models/\(model)"), "version": "001", "displayName": .string(model),
                "inputTokenLimit": 1_048_576, "outputTokenLimit": 65_536,
                "supportedGenerationMethods": ["generateContent", "countTokens"],
            ]
        }
    }
}
