/// Gemini's `generateContent`: what is answered, before its form (one object, events, a list of objects) is chosen.
struct GeminiContent {
    private let call: Call
    private let id: String
    private let text: ReplyText
    private let shown: Int
    private let function: JSONValue?
    private let prompt: GeminiPrompt
    private let toolPrompt: Int
    private let used: Used
    private let searches: Int

    /// The answer to `call`; the body has been checked (`GeminiErrors.refusal`).
    init(_ call: Call) {
        self.call = call
        let (body, behaviour) = (call.body, call.behaviour)
        id = call.identifiers.token("", length: 22)
        let config = body["generationConfig"]
        let tools = body["tools"]?.elements ?? []
        prompt = GeminiPrompt(body)
        function = Self.functionCalled(body, tools)
        if let schema = config?["responseSchema"] ?? config?["responseJsonSchema"] {
            text = ReplyText(text: SchemaSample.value(for: schema).json)
        } else {
            text = ReplyText(words: call.pieces(prompt: prompt.total), seed: prompt.total, bytes: behaviour.chunkBytes)
        }
        let cap = config?["maxOutputTokens"]?.integer ?? Int.max
        let budget = config?["thinkingConfig"]?["thinkingBudget"]?.integer
        let thoughts = min(cap, behaviour.reasoningTokens ?? (budget.map { $0 == 0 ? 0 : 40 } ?? 0))
        shown = max(0, min(text.count, cap - thoughts))
        let grounded = tools.contains { $0["googleSearch"] != nil || $0["google_search"] != nil }
        searches = grounded ? behaviour.toolCalls ?? 1 : 0
        toolPrompt = behaviour.toolPromptTokens ?? 0

        var used = Used()
        used.cached = behaviour.cachedTokens ?? (body["cachedContent"] != nil ? 1_024 : 0)
        used.input = max(prompt.total, used.cached) + toolPrompt
        used.imageInput = prompt.images
        used.audioInput = prompt.audio
        used.reasoning = thoughts
        used.output = shown + thoughts
        used.tier = behaviour.serviceTier ?? body["serviceTier"]?.text
        // Gemini 2 bills a prompt that was grounded, Gemini 3 each query.
        used.tools.webSearches = call.model.hasPrefix("gemini-2") ? min(searches, 1) : searches
        self.used = used
    }

    /// The answer.
    var reply: Reply { call.stream ? streamed : plain }

    private static func functionCalled(_ body: JSONValue, _ tools: [JSONValue]) -> JSONValue? {
        let last = body["contents"]?.elements.last?["parts"]?.elements ?? []
        guard !last.contains(where: { $0["functionResponse"] != nil }) else { return nil }
        return tools.flatMap { $0["functionDeclarations"]?.elements ?? [] }.first
    }

    /// The usage when `pieces` have been generated.
    private func usage(_ pieces: Int) -> JSONValue {
        if let dictated = call.behaviour.usageValue { return dictated }
        func details(_ counts: [(String, Int)]) -> JSONValue {
            .array(counts.filter { $0.1 > 0 }.map { ["modality": .string($0.0), "tokenCount": .count($0.1)] })
        }
        let whole = used.input - toolPrompt
        let counted: JSONValue = ["promptTokenCount": .count(whole)]
        let rest = whole - prompt.images - prompt.audio
        return
            counted
            .with("candidatesTokenCount", pieces > 0 ? .count(pieces) : nil)
            .with("totalTokenCount", .count(used.input + used.reasoning + pieces))
            .with("cachedContentTokenCount", used.cached > 0 ? .count(used.cached) : nil)
            .with("promptTokensDetails", details([("TEXT", rest), ("IMAGE", prompt.images), ("AUDIO", prompt.audio)]))
            .with("cacheTokensDetails", used.cached > 0 ? details([("TEXT", used.cached)]) : nil)
            .with("toolUsePromptTokenCount", toolPrompt > 0 ? .count(toolPrompt) : nil)
            .with("toolUsePromptTokensDetails", toolPrompt > 0 ? details([("TEXT", toolPrompt)]) : nil)
            .with("thoughtsTokenCount", used.reasoning > 0 ? .count(used.reasoning) : nil)
            .with("serviceTier", used.tier.map(JSONValue.string))
    }

    private func object(_ parts: [JSONValue], finish: String?, pieces: Int) -> JSONValue {
        let candidate: JSONValue = ["content": ["parts": .array(parts), "role": "model"]]
        let ended = candidate.with("finishReason", finish.map(JSONValue.string)).with("index", 0)
            .with("groundingMetadata", finish != nil && searches > 0 ? grounding : nil)
        let answer: JSONValue = ["candidates": [ended]]
        return answer.with("usageMetadata", call.behaviour.noUsage ? nil : usage(pieces))
            .with(["modelVersion": .string(call.servedModel), "responseId": .string(id)])
    }

    private var grounding: JSONValue {
        [
            "webSearchQueries": .array((0..<searches).map { .string("harbour dues \($0)") }),
            "searchEntryPoint": ["renderedContent": "<div></div>"],
            "groundingChunks": [["web": ["uri": "https://example.org/dues", "title": "example.org"]]],
        ]
    }

    private var functionPart: JSONValue? {
        guard let function else { return nil }
        let parameters = function["parameters"] ?? function["parametersJsonSchema"] ?? .null
        return ["functionCall": ["name": function["name"] ?? "function", "args": SchemaSample.value(for: parameters)]]
    }

    private var finishReason: String { shown < text.count ? "MAX_TOKENS" : "STOP" }

    private var plain: Reply {
        let part: JSONValue = ["text": .string(text.plainText(shown))]
        var reply = Reply.json(
            object([functionPart ?? part], finish: finishReason, pieces: shown), usage: usage(shown), used: used,
            call: call)
        reply.responseID = id
        return reply
    }

    /// An object a piece, each with the usage so far: as events with `alt=sse`, else as the elements of one list.
    private var streamed: Reply {
        let (shown, isEvents, last) = (shown, call.wantsEvents, max(shown - 1, 0))
        func framed(_ json: String, _ index: Int) -> String {
            if isEvents { return "data: \(json)\r\n\r\n" }
            return (index == 0 ? "[" : ",\r\n") + json + (index == last ? "\n]" : "\n")
        }
        let source = EventSource(
            errorEvent: framed(
                "{\"error\":{\"code\":503,\"message\":\"The model is overloaded.\",\"status\":\"UNAVAILABLE\"}}", 1),
            isTerminal: { $0.contains("\"finishReason\"") }
        ) { index in
            guard index <= last else { return nil }
            let ended = index == last
            let part: JSONValue = ["text": .string(shown > 0 ? text.plain(index) : "")]
            let parts = ended ? [functionPart ?? part] : [part]
            return framed(
                object(parts, finish: ended ? finishReason : nil, pieces: min(index + 1, shown)).json, index)
        }
        var reply = Reply.events(source, usage: usage(shown), used: used, call: call)
        if !isEvents { reply.headers = [("content-type", "application/json; charset=UTF-8")] }
        reply.responseID = id
        return reply
    }
}
