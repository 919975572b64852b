public import Money

/// Everything that one call used and that somebody bills: tokens, other meters, and what selects their price.
///
/// A dialect makes it from a provider's answer; `Pricing` turns it into money.
public struct Usage: Sendable, Hashable {
    /// Tokens of the model that answered.
    public var tokens = TokenCounts()
    /// What is billed by another unit than tokens; each unit at most once.
    public var meters: [MeterReading] = []
    /// Which variant of the rates was served, as the **response** says.
    public var serviceTier: ServiceTier = .standard
    /// What multiplies the token cost.
    public var conditions: PriceConditions = []
    /// `low`, `medium` or `high`, where a search fee depends on it.
    public var searchContextSize: String?
    /// `quality/size` of generated images, where their price depends on it: `hd/1024x1024`.
    public var imageVariant: String?
    /// What the provider says that it charged; it is authoritative where present.
    public var statedCost: ExactUSD?
    /// Use of further models within the same call (Anthropic's advisor, Groq's compound), and parts of it that must
    /// be judged alone for tiers (Anthropic's `iterations`); not included in `tokens`.
    public var additional: [ModelUsage] = []
    /// Input tokens of the largest single request inside the call, where tiers are judged by it; nil: by the total.
    public var tierInputTokens: Int64?
    /// Values that cannot be true (negative, or beyond any model), by field; they are not billed.
    public var rejected: [String] = []

    /// Nothing used.
    public init() {}

    /// The quantity of `unit`, 0 when absent.
    public func quantity(_ unit: BilledUnit) -> Int64 {
        meters.first { $0.unit == unit }?.quantity ?? 0
    }

    /// Adds `quantity` to `unit`; a quantity of 0 leaves no trace.
    public mutating func meter(_ unit: BilledUnit, _ quantity: Int64) {
        guard quantity != 0 else { return }
        if let index = meters.firstIndex(where: { $0.unit == unit }) {
            let (sum, overflow) = meters[index].quantity.addingReportingOverflow(quantity)
            meters[index].quantity = overflow ? .max : sum
        } else {
            meters.append(MeterReading(unit: unit, quantity: quantity))
        }
    }
}

/// Use of another model within the same call.
public struct ModelUsage: Sendable, Hashable {
    /// Which model; nil = the call's own.
    public var model: ModelID?
    public var tokens: TokenCounts

    /// `tokens` of `model`.
    public init(model: ModelID?, tokens: TokenCounts) {
        self.model = model
        self.tokens = tokens
    }
}

/// A quantity in a unit other than tokens.
public struct MeterReading: Sendable, Hashable {
    public var unit: BilledUnit
    /// >= 0, in the unit's own measure.
    public var quantity: Int64

    /// `quantity` of `unit`.
    public init(unit: BilledUnit, quantity: Int64) {
        self.unit = unit
        self.quantity = quantity
    }
}

/// Units that are billed besides tokens; the raw value names them in rows and in `unpriced`.
public enum BilledUnit: String, Sendable, Hashable, CaseIterable {
    /// Microseconds of audio sent.
    case inputAudioMicroseconds = "audio_microseconds"
    /// Microseconds of audio generated.
    case outputAudioMicroseconds = "output_audio_microseconds"
    case inputCharacters = "input_characters"
    case outputCharacters = "output_characters"
    case generatedImages = "generated_images"
    case inputImages = "input_images"
    case pixels
    case pages
    case annotatedPages = "annotated_pages"
    case searchUnits = "search_units"
    case queries
    case requests
    case webSearches = "web_searches"
    case webSearchPreviews = "web_search_previews"
    case fileSearches = "file_searches"
    case socialSearches = "social_searches"
    case codeExecutions = "code_executions"
    /// Distinct code containers.
    case codeSessions = "code_sessions"
    /// Prompts or queries grounded by a map.
    case mapsQueries = "maps_queries"
}

/// The variant of the rates that was served.
public enum ServiceTier: String, Sendable, Hashable, CaseIterable {
    case standard
    case batch
    case flex
    case priority
    case fast
    case ultrafast
    case balanced
    /// Bought capacity: no marginal cost.
    case provisioned
}

/// Conditions under which a provider multiplies its token prices (`multipliers` of the catalogue).
public struct PriceConditions: OptionSet, Sendable, Hashable {
    public let rawValue: UInt8
    /// The conditions with these bits.
    public init(rawValue: UInt8) { self.rawValue = rawValue }
    public static let dataResidencyEU = PriceConditions(rawValue: 1)
    public static let dataResidencyUS = PriceConditions(rawValue: 2)
    public static let regionalEndpoint = PriceConditions(rawValue: 4)
    public static let inferenceGeoUS = PriceConditions(rawValue: 8)
    public static let speedFast = PriceConditions(rawValue: 16)
}
