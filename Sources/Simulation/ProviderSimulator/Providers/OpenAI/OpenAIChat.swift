/// OpenAI's `POST /v1/chat/completions`, which many providers speak: what is answered, before its form (plain or stream)
/// is chosen.
struct OpenAIChat {
    let id: String
    let created: Int
    let model: String
    let tier: String
    let choices: Int
    let tool: Tool?
    let text: ReplyText
    /// How many pieces of `text` the output cap lets through.
    let shownPieces: Int
    let finishReason: String
    /// The usage in the provider's own form.
    let usage: String
    /// The same in classes; nil where the request dictated it.
    let used: Used?
    let saysUsage: Bool
    let includeUsage: Bool
    let form: ChatForm
    let call: Call

    /// A call of a function.
    struct Tool {
        let id: String
        let name: String
    }

    /// The answer to `call`; the body has been checked (`OpenAIErrors.refusal`).
    init(_ call: Call) {
        let body = call.body
        let behaviour = call.behaviour
        self.call = call
        form = ChatForm(provider: call.provider)
        id = call.identifiers.token("chatcmpl-", length: 29)
        created = call.now
        model = call.servedModel
        choices = min(max(body["n"]?.integer ?? 1, 1), 128)
        tier = behaviour.serviceTier ?? Self.tier(body["service_tier"]?.text)
        includeUsage = body["stream_options"]?["include_usage"]?.truth ?? false
        saysUsage = !behaviour.noUsage

        let prompt = PromptSize.tokens(of: body)
        let wanted: ReplyText
        if let function = Self.toolCalled(body) {
            tool = Tool(
                id: call.identifiers.token("call_", length: 24), name: function["name"]?.text ?? "function")
            wanted = ReplyText(text: SchemaSample.value(for: function["parameters"] ?? .null).json)
        } else {
            tool = nil
            wanted =
                Self.structured(body)
                ?? ReplyText(words: call.pieces(prompt: prompt), seed: prompt, bytes: behaviour.chunkBytes)
        }
        let reasoning = behaviour.reasoningTokens ?? (ServedModel.reasons(call.model) ? 64 * (1 + prompt % 3) : 0)
        let cap = body["max_completion_tokens"]?.integer ?? body["max_tokens"]?.integer ?? Int.max
        let shown = max(0, min(wanted.count, cap - min(reasoning, cap)))
        shownPieces = shown
        text = wanted
        finishReason = shown < wanted.count ? "length" : tool == nil ? "stop" : "tool_calls"
        let cached =
            behaviour.cachedTokens
            ?? (body["prompt_cache_key"] != nil && prompt >= 1_024 ? (prompt - 1) / 128 * 128 : 0)
        var used = Used()
        used.input = max(prompt, cached + (behaviour.cacheWriteTokens ?? 0))
        used.cached = cached
        used.written = behaviour.cacheWriteTokens ?? 0
        used.reasoning = min(reasoning, cap) * choices
        used.output = (shown + min(reasoning, cap)) * choices
        used.tier = tier
        used = ChatUsage.sayable(used, provider: call.provider)
        usage =
            behaviour.usage
            ?? ChatUsage.text(used, provider: call.provider, written: behaviour.cacheWriteTokens)
        self.used = behaviour.usage == nil ? used : nil
    }

    /// The tier that serves what was asked for.
    static func tier(_ requested: String?) -> String {
        switch requested {
        case "flex": "flex"
        case "priority", "fast": "priority"
        default: "default"
        }
    }

    /// The function that is called: the one named by `tool_choice`, else the first; none once its result is there.
    private static func toolCalled(_ body: JSONValue) -> JSONValue? {
        let functions = (body["tools"]?.elements ?? []).compactMap { $0["function"] }
        guard body["tool_choice"]?.text != "none", body["messages"]?.elements.last?["role"]?.text != "tool" else {
            return nil
        }
        guard let name = body["tool_choice"]?["function"]?["name"] else { return functions.first }
        return functions.first { $0["name"] == name }
    }

    /// The answer where `response_format` asks for JSON.
    private static func structured(_ body: JSONValue) -> ReplyText? {
        switch body["response_format"]?["type"]?.text {
        case "json_schema":
            ReplyText(text: SchemaSample.value(for: body["response_format"]?["json_schema"]?["schema"] ?? .null).json)
        case "json_object": ReplyText(text: "{\"answer\":42}")
        default: nil
        }
    }
}
