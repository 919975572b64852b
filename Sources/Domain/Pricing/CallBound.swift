public import Usage

/// What a call can use at most, as far as its request tells; `PricedModel.upperBound(of:at:)` prices it.
public struct CallBound: Sendable, Hashable {
    /// Prompt tokens, cached ones included.
    public var inputTokens: Int64
    /// Generated tokens of one choice, from the request's own cap; nil = the model's `max_output`.
    public var outputTokens: Int64?
    /// `n`: how many answers are generated.
    public var choices: Int64 = 1
    /// The tier that the request names; nil where the provider chooses (`auto`).
    public var serviceTier: ServiceTier? = .standard
    /// Conditions that may hold; each that raises the price is counted.
    public var conditions: PriceConditions = [.dataResidencyEU, .dataResidencyUS, .regionalEndpoint, .inferenceGeoUS]
    /// What the prompt may consist of.
    public var inputKinds: Modalities = .all
    /// What the answer may consist of.
    public var outputKinds: Modalities = .all
    /// `quality/size` of generated images, or their size alone; nil = any.
    public var imageVariant: String?
    /// Tool calls and other units, at most.
    public var meters: [MeterReading] = []

    /// Kinds of content that have rates of their own.
    public struct Modalities: OptionSet, Sendable, Hashable {
        public let rawValue: UInt8
        /// The kinds with these bits.
        public init(rawValue: UInt8) { self.rawValue = rawValue }
        public static let text = Modalities(rawValue: 1)
        public static let audio = Modalities(rawValue: 2)
        public static let image = Modalities(rawValue: 4)
        public static let video = Modalities(rawValue: 8)
        public static let all: Modalities = [.text, .audio, .image, .video]
    }

    /// At most `inputTokens` in, and `outputTokens` out for each choice.
    public init(inputTokens: Int64, outputTokens: Int64? = nil) {
        self.inputTokens = inputTokens
        self.outputTokens = outputTokens
    }
}
