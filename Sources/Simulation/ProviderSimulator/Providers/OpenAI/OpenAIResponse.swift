/// OpenAI's `POST /v1/responses`: what is answered, before its form (plain, stream, in the background) is chosen.
struct OpenAIResponse: Sendable {
    let id: String
    let created: Int
    let model: String
    let tier: String
    let background: Bool
    /// What comes before the answer's text: reasoning, and calls of built-in tools.
    let steps: [JSONValue]
    /// A function that is called instead of an answer.
    let function: Function?
    let text: ReplyText
    /// How many pieces of `text` the output cap lets through.
    let shownPieces: Int
    let messageID: String
    let usage: JSONValue
    let used: Used?
    let call: Call

    /// A function that is called.
    struct Function: Sendable {
        let callID: String
        let name: String
    }

    /// The answer to `call`; the body has been checked (`OpenAIErrors.refusal`).
    init(_ call: Call) {
        let body = call.body
        let behaviour = call.behaviour
        self.call = call
        id = call.identifiers.token("resp_", length: 48)
        messageID = call.identifiers.token("msg_", length: 48)
        created = call.now
        model = call.servedModel
        tier = behaviour.serviceTier ?? OpenAIChat.tier(body["service_tier"]?.text)
        background = body["background"]?.truth ?? false

        let prompt = PromptSize.responseTokens(of: body)
        let wanted: ReplyText
        if let called = Self.functionCalled(body) {
            function = Function(
                callID: call.identifiers.token("call_", length: 24), name: called["name"]?.text ?? "function")
            wanted = ReplyText(text: SchemaSample.value(for: called["parameters"] ?? .null).json)
        } else {
            function = nil
            if body["text"]?["format"]?["type"]?.text == "json_schema" {
                wanted = ReplyText(text: SchemaSample.value(for: body["text"]?["format"]?["schema"] ?? .null).json)
            } else {
                wanted = ReplyText(words: call.pieces(prompt: prompt), seed: prompt, bytes: behaviour.chunkBytes)
            }
        }
        text = wanted
        let cap = body["max_output_tokens"]?.integer ?? Int.max
        let thought = behaviour.reasoningTokens ?? (ServedModel.reasons(call.model) ? 64 * (1 + prompt % 3) : 0)
        let reasoning = min(thought, cap)
        shownPieces = max(0, min(wanted.count, cap - reasoning))

        let tools = ResponseTools(body["tools"]?.elements ?? [], calls: behaviour.toolCalls ?? 1, call.identifiers)
        let thinking: JSONValue = [
            "id": .string(call.identifiers.token("rs_", length: 48)), "type": "reasoning", "summary": [],
        ]
        steps = (thought > 0 ? [thinking] : []) + tools.items

        var used = Used()
        used.cached = behaviour.cachedTokens ?? 0
        used.written = behaviour.cacheWriteTokens ?? 0
        used.input = max(prompt, used.cached + used.written)
        used.reasoning = reasoning
        used.output = reasoning + shownPieces
        used.tools = tools.used
        used.tier = tier
        switch call.provider {
        case .xai: used.statedCost = StatedCost.tickDollars(used)
        case .openrouter: used.statedCost = StatedCost.dollars(used)
        default: break
        }
        self.used = behaviour.usage == nil ? used : nil
        usage = behaviour.usageValue ?? Self.usage(used, provider: call.provider, written: behaviour.cacheWriteTokens)
    }

    private static func usage(_ used: Used, provider: Provider, written: Int?) -> JSONValue {
        let details: JSONValue = ["cached_tokens": .count(used.cached)]
        let usage: JSONValue = [
            "input_tokens": .count(used.input),
            "input_tokens_details": details.with("cache_write_tokens", written.map(JSONValue.count)),
            "output_tokens": .count(used.output),
            "output_tokens_details": ["reasoning_tokens": .count(used.reasoning)],
            "total_tokens": .count(used.input + used.output),
        ]
        switch provider {
        case .xai: return usage.with("cost_in_usd_ticks", .count(StatedCost.ticks(used)))
        case .openrouter: return usage.with("cost", .number(StatedCost.dollars(used))).with("is_byok", false)
        default: return usage
        }
    }

    /// The function that is called: the one named by `tool_choice`, else the first; none once its result is there.
    private static func functionCalled(_ body: JSONValue) -> JSONValue? {
        let functions = (body["tools"]?.elements ?? []).filter { $0["type"] == "function" }
        let last = body["input"]?.elements.last?["type"]?.text
        guard body["tool_choice"]?.text != "none", last != "function_call_output" else { return nil }
        guard let name = body["tool_choice"]?["name"] else { return functions.first }
        return functions.first { $0["name"] == name }
    }

    /// How it ends.
    var end: String {
        if call.behaviour.failed { return "failed" }
        return shownPieces < text.count ? "incomplete" : "completed"
    }

    /// The item that ends the output: the answer, or the call of a function.
    func lastItem(shown: Int, status: String) -> JSONValue {
        if let function {
            return [
                "id": .string(messageID.replacing("msg_", with: "fc_")), "type": "function_call",
                "status": .string(status), "arguments": .string(text.plainText(shown)),
                "call_id": .string(function.callID), "name": .string(function.name),
            ]
        }
        let content: JSONValue = [
            "type": "output_text", "annotations": [], "logprobs": [], "text": .string(text.plainText(shown)),
        ]
        return [
            "id": .string(messageID), "type": "message", "status": .string(status),
            "content": shown > 0 ? [content] : [], "role": "assistant",
        ]
    }

    /// The response's object in `status`: `queued`, `in_progress`, or its end.
    func object(_ status: String) -> JSONValue {
        let ended = status == end
        let failure: JSONValue = ["code": "server_error", "message": "The server had an error while answering."]
        let last = lastItem(shown: shownPieces, status: status == "incomplete" ? status : "completed")
        let head: JSONValue = [
            "id": .string(id), "object": "response", "created_at": .count(created), "status": .string(status),
            "background": .bool(background), "error": status == "failed" ? failure : .null,
            "incomplete_details": status == "incomplete" ? ["reason": "max_output_tokens"] : .null,
            "instructions": call.body["instructions"] ?? .null,
            "max_output_tokens": call.body["max_output_tokens"] ?? .null, "model": .string(model),
            "output": ended ? .array(steps + [last]) : [],
        ]
        let tail: JSONValue = [
            "parallel_tool_calls": true, "previous_response_id": call.body["previous_response_id"] ?? .null,
            "reasoning": ["effort": .null, "summary": .null],
            "service_tier": .string(ended ? tier : "auto"), "store": call.body["store"] ?? true, "temperature": 1,
            "text": call.body["text"] ?? ["format": ["type": "text"]],
            "tool_choice": call.body["tool_choice"] ?? "auto", "tools": call.body["tools"] ?? [], "top_p": 1,
            "truncation": "disabled", "usage": ended && !call.behaviour.noUsage ? usage : .null, "user": .null,
            "metadata": [:],
        ]
        return head.with(tail)
    }

    /// The answer as one object; in the background, what is said before it begins.
    var plain: Reply {
        guard background else { return reply(object(end), tells: true) }
        return reply(object("queued"), tells: false)
    }

    /// `object` as an answer, which `tells` what was used, or does not yet.
    func reply(_ object: JSONValue, tells: Bool) -> Reply {
        var reply = Reply.json(object, usage: usage, used: used, call: call)
        reply.responseID = id
        reply.responseModel = model
        reply.saysUsage = tells && !call.behaviour.noUsage
        return reply
    }
}
