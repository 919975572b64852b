import Dialects
import GenAITelemetry
import Gateway
import Ledger
import Usage

extension GenAIRequest {
    /// A call of the gateway's.
    init(_ call: TracedCall) {
        let record = call.record
        self.init(
            GenAIOperation(api: record.api), provider: ProviderName.wellKnown(record.provider.rawValue),
            model: record.requestModel?.rawValue)
        serverAddress = call.request.host
        serverPort = call.request.port
        isStream = record.stream
        choices = call.request.choices
        maximumTokens = call.request.outputCap
        let parameters = call.request.parameters
        temperature = parameters.temperature
        topP = parameters.topP
        topK = parameters.topK
        frequencyPenalty = parameters.frequencyPenalty
        presencePenalty = parameters.presencePenalty
        seed = parameters.seed
        stopSequences = parameters.stopSequences
        encodingFormats = parameters.encodingFormats
        embeddingDimensions = parameters.dimensions
        reasoningLevel = parameters.reasoningLevel
        outputType = parameters.outputType
        conversation = parameters.conversation
    }
}

extension GenAIOperation {
    /// The operation of an API; pictures, sounds and documents are content in general.
    init(api: String) {
        switch api {
        case "embeddings", "embedContent", "embed": self = .embeddings
        case "completions": self = .textCompletion
        case "generateContent", "interactions", "images", "audio.transcriptions", "audio.translations", "audio.speech",
            "ocr":
            self = .generateContent
        default: self = .chat
        }
    }
}

extension GenAIResponse {
    /// What a row knows of a call.
    init(_ record: UsageRecord) {
        self.init()
        model = record.responseModel?.rawValue
        errorType = record.errorType?.rawValue
        if record.usageSource != .none {
            usage = GenAIUsage(
                input: Int64(record.tokens.inputTotal), output: Int64(record.tokens.outputTotal),
                cacheRead: Int64(record.tokens.cachedTotal), cacheWrite: Int64(record.tokens.cacheWriteTotal),
                reasoning: Int64(record.tokens.reasoning))
        }
    }

    /// What is known of a call of the gateway's.
    init(_ call: TracedCall) {
        self.init(call.record)
        id = call.responseID
        finishReasons = call.finishReasons
        if call.record.stream, call.timing.firstContent > call.timing.sent, call.timing.sent > 0 {
            timeToFirstChunk = Double(call.timing.firstContent - call.timing.sent) / 1e9
        }
    }
}

/// Providers' names in `gen_ai.provider.name`.
enum ProviderName {
    private static let names = [
        "gemini": "gcp.gemini", "vertex": "gcp.vertex_ai", "azure": "azure.ai.openai", "bedrock": "aws.bedrock",
        "mistral": "mistral_ai", "xai": "x_ai",
    ]

    /// The conventions' name of a configured provider; its own where they have none.
    static func wellKnown(_ name: String) -> String { names[name] ?? name }
}
