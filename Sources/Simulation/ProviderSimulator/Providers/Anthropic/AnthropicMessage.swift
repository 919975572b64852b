/// Anthropic's `POST /v1/messages`: what is answered, before its form (plain or stream) is chosen.
struct AnthropicMessage {
    let id: String
    let model: String
    let thinking: ReplyText?
    let tool: Tool?
    let text: ReplyText
    /// How many pieces of `text` `max_tokens` lets through.
    let shownPieces: Int
    let stopReason: String
    /// The whole usage, as the plain answer has it.
    let usage: String
    /// The usage as a stream's `message_start` has it: the prompt's counts, hardly any output.
    let startUsage: String
    /// The usage as a stream's `message_delta` has it: cumulative.
    let deltaUsage: String
    let saysUsage: Bool
    /// What was used, in classes; nil where the request dictated `usage`.
    let used: Used?
    /// What the provider's own tools did before the answer.
    let steps: AnthropicServerTools

    /// A use of a tool.
    struct Tool {
        let id: String
        let name: String
        let input: String
    }

    /// The answer to `call`; the body has been checked (`AnthropicErrors.refusal`).
    init(_ call: Call) {
        let body = call.body
        let behaviour = call.behaviour
        id = call.identifiers.token("msg_01", length: 22)
        model = call.servedModel
        saysUsage = !behaviour.noUsage

        let prompt = PromptSize.tokens(of: body)
        let wanted: ReplyText
        if let called = Self.toolCalled(body) {
            let input = SchemaSample.value(for: called["input_schema"] ?? .null).json
            tool = Tool(
                id: call.identifiers.token("toolu_01", length: 22), name: called["name"]?.text ?? "tool",
                input: input)
            wanted = ReplyText(text: input)
        } else {
            tool = nil
            wanted = ReplyText(words: call.pieces(prompt: prompt), seed: prompt, bytes: behaviour.chunkBytes)
        }
        let cap = body["max_tokens"]?.integer ?? Int.max
        let asked = body["thinking"]?["type"]?.text.map { $0 != "disabled" } ?? false
        let thought = min(cap, behaviour.reasoningTokens ?? (asked ? 24 : 0))
        thinking = asked || thought > 0 ? ReplyText(words: min(thought, 4_096), seed: prompt + 3, bytes: nil) : nil
        text = wanted
        shownPieces = tool == nil ? max(0, min(wanted.count, cap - thought)) : wanted.count
        stopReason = tool != nil ? "tool_use" : shownPieces < wanted.count ? "max_tokens" : "end_turn"

        steps = AnthropicServerTools(
            body["tools"]?.elements ?? [], calls: behaviour.toolCalls ?? 1, call.identifiers)
        let cache = AnthropicCacheCounts(body, prompt: prompt, behaviour: behaviour)
        let output = shownPieces + thought
        let tier = behaviour.serviceTier ?? "standard"
        var used = Used()
        used.input = cache.uncached + cache.read + cache.written5m + cache.written1h
        used.cached = cache.read
        used.written = cache.written5m + cache.written1h
        used.writtenForHour = cache.written1h
        used.output = output
        used.reasoning = thought
        used.tools.webSearches = steps.searches
        used.tier = tier
        used.geo = body["inference_geo"]?.text
        used.speed = body["speed"]?.text
        self.used = behaviour.usage == nil ? used : nil
        let tools = steps.usage
        let geo = JSONText.quoted(body["inference_geo"]?.text ?? "not_available")
        let speed = body["speed"]?.text.map { ",\"speed\":\(JSONText.quoted($0))" } ?? ""
        func usage(output: Int) -> String {
            """
            {"input_tokens":\(cache.uncached),"cache_creation_input_tokens":\(cache.written5m + cache.written1h),\
            "cache_read_input_tokens":\(cache.read),"cache_creation":{"ephemeral_5m_input_tokens":\(cache.written5m),\
            "ephemeral_1h_input_tokens":\(cache.written1h)},"output_tokens":\(output)\
            \(thought > 0 && output > 4 ? ",\"output_tokens_details\":{\"thinking_tokens\":\(thought)}" : "")\
            \(tools),"service_tier":\(JSONText.quoted(tier)),"inference_geo":\(geo)\(speed)}
            """
        }
        self.usage = behaviour.usage ?? usage(output: output)
        startUsage = behaviour.usage ?? usage(output: min(output, 1 + prompt % 4))
        deltaUsage =
            behaviour.usage ?? """
                {"input_tokens":\(cache.uncached),"cache_creation_input_tokens":\(cache.written5m + cache.written1h),\
                "cache_read_input_tokens":\(cache.read),"output_tokens":\(output)\
                \(thought > 0 ? ",\"output_tokens_details\":{\"thinking_tokens\":\(thought)}" : "")\
                \(tools)}
                """
    }

    /// The tool that is used: the one named by `tool_choice`, else the first; none once its result is there.
    private static func toolCalled(_ body: JSONValue) -> JSONValue? {
        let tools = (body["tools"]?.elements ?? []).filter { !AnthropicServerTools.isServerTool($0) }
        let last = body["messages"]?.elements.last?["content"]?.elements ?? []
        guard body["tool_choice"]?["type"]?.text != "none",
            !last.contains(where: { $0["type"] == .string("tool_result") })
        else { return nil }
        guard let name = body["tool_choice"]?["name"] else { return tools.first }
        return tools.first { $0["name"] == name }
    }
}
