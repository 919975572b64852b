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
    public var status: Status
    /// The last day that it is offered, `YYYY-MM-DD`; nil when none is known.
    public var retires: String?
    /// In any order; of those that have begun, the one that began last holds.
    public var prices: [PriceRecord]
    /// Which price list the prices are from, for listings; nil when that is not told.
    public var source: String?

    /// Whether a provider still offers it.
    public enum Status: String, Sendable, Hashable, CaseIterable {
        case offered
        case deprecated
        case retired
    }

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

    /// A model named `id`.
    public init(
        id: ModelID, aliases: [String] = [], patterns: [ModelPattern] = [], mode: Mode = .chat,
        contextWindow: Int64? = nil, maxOutput: Int64? = nil, status: Status = .offered, retires: String? = nil,
        prices: [PriceRecord], source: String? = nil
    ) {
        self.id = id
        self.aliases = aliases
        self.patterns = patterns
        self.mode = mode
        self.contextWindow = contextWindow
        self.maxOutput = maxOutput
        self.status = status
        self.retires = retires
        self.prices = prices
        self.source = source
    }
}
