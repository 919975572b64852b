import Money
public import Usage

/// A model with its prices made ready; found once per name, then kept.
///
/// `cost(of:at:)` allocates nothing where everything has a price and nothing but tokens is used.
public final class PricedModel: Sendable {
    /// The catalogue's id, or the configured name; nil for the fallback price.
    public let id: ModelID?
    /// The catalogue's provider that lists it.
    public let provider: ProviderID?
    public let source: PriceSource
    public let mode: CatalogueModel.Mode
    /// Input and output tokens together; nil when not known.
    public let contextWindow: Int64?
    /// Output tokens; nil when not known.
    public let maxOutput: Int64?
    /// Whether it gives way to the model that the request names (`CatalogueProvider.requestNameFirst`).
    let requestNameFirst: Bool
    /// The model whose prices held before the first of these, such as the catalogue's before a configured one.
    let predecessor: PricedModel?
    /// Ascending by their date.
    let periods: [PricePeriod]

    /// `model` of `provider`, whose tools cost `tools` where the model does not say otherwise.
    public convenience init(
        _ model: CatalogueModel, provider: ProviderID?, tools: ClassRates = [:], source: PriceSource = .catalogue,
        requestNameFirst: Bool = false
    ) {
        self.init(
            id: model.id, provider: provider, source: source, mode: model.mode, contextWindow: model.contextWindow,
            maxOutput: model.maxOutput, prices: model.prices, tools: tools, requestNameFirst: requestNameFirst)
    }

    init(
        id: ModelID?, provider: ProviderID?, source: PriceSource, mode: CatalogueModel.Mode, contextWindow: Int64?,
        maxOutput: Int64?, prices: [PriceRecord], tools: ClassRates, requestNameFirst: Bool = false,
        predecessor: PricedModel? = nil
    ) {
        self.id = id
        self.provider = provider
        self.source = source
        self.mode = mode
        self.contextWindow = contextWindow
        self.maxOutput = maxOutput
        self.requestNameFirst = requestNameFirst
        self.predecessor = predecessor
        periods = prices.map { PricePeriod($0, tools: tools) }.sorted { $0.validFrom < $1.validFrom }
    }

    /// Whether there is a price at an instant, in microseconds since 1970: a dated price may begin later.
    public func hasPrice(at instant: Int64) -> Bool { period(at: instant) != nil }

    /// Itself, or the predecessor whose price held at an instant; nil when there was none yet.
    func holding(at instant: Int64) -> PricedModel? {
        hasPrice(at: instant) ? self : predecessor?.holding(at: instant)
    }

    /// The last period that had begun by then.
    func period(at instant: Int64) -> PricePeriod? {
        periods.last { $0.validFrom <= instant }
    }
}
