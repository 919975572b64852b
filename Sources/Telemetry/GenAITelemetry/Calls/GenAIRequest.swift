public import Tracing

/// What is known of a call when it begins.
public struct GenAIRequest: Sendable, Hashable {
    public var operation: GenAIOperation
    /// The conventions' name of the provider: `openai`, `anthropic`, `gcp.gemini`, `azure.ai.openai` and so on.
    public var provider: String
    public var model: String?
    /// The tool of `execute_tool`.
    public var toolName: String?
    /// The agent of `invoke_agent`.
    public var agentName: String?
    public var serverAddress: String?
    public var serverPort: Int?
    public var isStream = false
    /// How many answers are asked for.
    public var choices: Int64 = 1
    public var maximumTokens: Int64?
    public var temperature: Double?
    public var topP: Double?
    public var topK: Int64?
    public var frequencyPenalty: Double?
    public var presencePenalty: Double?
    public var stopSequences: [String] = []
    public var seed: Int64?
    public var reasoningLevel: String?
    /// How embeddings are to be written: `float`, `base64`.
    public var encodingFormats: [String] = []
    /// Of an embedding.
    public var embeddingDimensions: Int64?
    /// `text`, `json`, `image`, `speech`.
    public var outputType: String?
    /// As the application named it; never made up.
    public var conversation: String?

    /// A call of `operation` to `provider`.
    public init(_ operation: GenAIOperation, provider: String, model: String?) {
        self.operation = operation
        self.provider = provider
        self.model = model
    }

    /// The span's name.
    public var spanName: String {
        switch operation {
        case .executeTool: operation.spanName(toolName)
        case .invokeAgent: operation.spanName(agentName)
        default: operation.spanName(model)
        }
    }

    /// The attributes that belong to a span from its start, as samplers may look at them.
    public func attributes(_ naming: GenAINaming) -> SpanAttributes {
        var all = SpanAttributes()
        all.reserveCapacity(24)
        all.put("gen_ai.operation.name", operation.rawValue)
        all.put("gen_ai.provider.name", provider)
        if naming == .established { all.put("gen_ai.system", provider) }
        all.put("gen_ai.request.model", model)
        all.put("gen_ai.tool.name", toolName)
        all.put("gen_ai.agent.name", agentName)
        all.put("server.address", serverAddress)
        if serverAddress != nil { all.put("server.port", serverPort.map { Int64($0) }) }
        if isStream { all.set("gen_ai.request.stream", value: .bool(true)) }
        if choices != 1 { all.put("gen_ai.request.choice.count", choices) }
        all.put("gen_ai.request.max_tokens", maximumTokens)
        all.put("gen_ai.request.temperature", temperature)
        all.put("gen_ai.request.top_p", topP)
        all.put("gen_ai.request.top_k", topK)
        all.put("gen_ai.request.frequency_penalty", frequencyPenalty)
        all.put("gen_ai.request.presence_penalty", presencePenalty)
        all.put("gen_ai.request.stop_sequences", stopSequences)
        all.put("gen_ai.request.seed", seed)
        all.put("gen_ai.request.reasoning.level", reasoningLevel)
        all.put("gen_ai.request.encoding_formats", encodingFormats)
        all.put("gen_ai.embeddings.dimension.count", embeddingDimensions)
        all.put("gen_ai.output.type", outputType)
        all.put("gen_ai.conversation.id", conversation)
        return all
    }
}
