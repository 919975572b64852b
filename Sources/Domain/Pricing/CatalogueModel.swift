public import Usage

/// A model in the price catalogue.
public struct CatalogueModel: Sendable, Hashable {
    /// As the provider or the catalogue writes it; names are compared in lower case.
    public var id: ModelID
    /// Other names, lower-case, that must match whole.
    public var aliases: [String]
    /// Rules that further names follow.
    public var patterns: [ModelPattern]
    public var mode: Mode
    /// Input and output tokens together; nil when not known.
    public var contextWindow: Int64?
    /// Output tokens; nil when not known.
    public var maxOutput: Int64?
    /// Not offered any more, or soon not: `YYYY-MM-DD`, as far as known.
    public var retires: String?
    /// Ascending by `validFrom`.
    public var prices: [PriceRecord]

    /// What a model is for.
    public enum Mode: String, Sendable, Hashable, CaseIterable {
        case chat
        case responses
        case completion
        case embedding
        case rerank
        case moderation
        case imageGeneration = "image_generation"
        case imageEdit = "image_edit"
        case audioTranscription = "audio_transcription"
        case audioSpeech = "audio_speech"
        case realtime
        case ocr
    }

    /// A model named `id`, with `prices` in any order.
    public init(
        id: ModelID, aliases: [String] = [], patterns: [ModelPattern] = [], mode: Mode = .chat,
        contextWindow: Int64? = nil, maxOutput: Int64? = nil, retires: String? = nil, prices: [PriceRecord]
    ) {
        self.id = id
        self.aliases = aliases
        self.patterns = patterns
        self.mode = mode
        self.contextWindow = contextWindow
        self.maxOutput = maxOutput
        self.retires = retires
        self.prices = prices.sorted { ($0.validFrom ?? .min) < ($1.validFrom ?? .min) }
    }
}
