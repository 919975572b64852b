public import Usage

/// Every price that the gateway knows: the configuration's, the catalogue's, and the fallback.
///
/// Made once at start and shared by all; what a name resolves to is kept, so that pricing a call costs well under a
/// microsecond.
public final class Pricing: Sendable {
    /// The catalogue alone, for listings.
    public let catalogue: PriceCatalogue
    private let overrides: PriceOverrides
    private let fallback: PricedModel?
    private let catalogueProviders: [ProviderID: ProviderID]
    private let cache = ResolutionCache()

    /// - Parameters:
    ///   - catalogueProviders: the catalogue's provider of each configured one whose own name the catalogue does not
    ///     know, such as a second account: `["openai-eu": "openai"]`.
    public init(
        catalogue: PriceCatalogue, overrides: [PriceOverride] = [], fallback: FallbackPrice? = nil,
        catalogueProviders: [ProviderID: ProviderID] = [:]
    ) {
        self.catalogue = catalogue
        self.overrides = PriceOverrides(overrides)
        self.catalogueProviders = catalogueProviders
        self.fallback = fallback.map { price in
            let rates: ClassRates = [.input: price.input, .output: price.output]
            return PricedModel(
                id: nil, provider: nil, source: .fallback, mode: .chat, contextWindow: nil, maxOutput: nil,
                prices: [PriceRecord(standard: TieredRates(base: rates))], tools: [:])
        }
    }

    /// The model by one name; nil when neither the configuration nor the catalogue knows it.
    ///
    /// A configured price may be found by the name itself or by the id of the catalogue's model that it stands for.
    public func resolve(provider: ProviderID, model: ModelID) -> PricedModel? {
        guard model.rawValue.utf8.count <= PriceCatalogue.longestName else { return nil }
        return cache.model(provider: provider, model: model) {
            let listed = catalogueProviders[provider] ?? provider
            let known = catalogue.lookup(provider: listed, model: model)
            let override =
                overrides.price(provider: provider, model: model)
                ?? known?.id.flatMap { overrides.price(provider: provider, model: $0) }
            guard let override else { return known }
            return PricedModel(
                id: known?.id ?? ModelID(rawValue: override.model), provider: known?.provider, source: .configured,
                mode: known?.mode ?? .chat, contextWindow: override.contextWindow ?? known?.contextWindow,
                maxOutput: override.maxOutput ?? known?.maxOutput,
                prices: override.prices,
                tools: catalogue.provider(listed)?.tools ?? [:], predecessor: known)
        }
    }

    /// The model whose prices a call has: by the answer's name, else by the request's, else the fallback.
    ///
    /// The request's name goes first where only it has a configured price, and where the provider says so.
    ///
    /// - Returns: nil when there is no price at `instant` (microseconds since 1970) and no fallback.
    public func model(
        provider: ProviderID, responseModel: ModelID?, requestModel: ModelID?, at instant: Int64
    ) -> PricedModel? {
        func find(_ name: ModelID?) -> PricedModel? {
            name.flatMap { resolve(provider: provider, model: $0) }?.holding(at: instant)
        }
        let answered = find(responseModel)
        if let answered {
            let mayGiveWay = answered.requestNameFirst || !(overrides.isEmpty || answered.source == .configured)
            if !mayGiveWay || requestModel == responseModel { return answered }
        }
        guard let requested = find(requestModel) else { return answered ?? fallback }
        guard let answered, requested.source != .configured, !answered.requestNameFirst else { return requested }
        return answered
    }

    /// The name under which budgets of models count a call to `model`: the catalogue's id, else the name as it was asked
    /// for.
    ///
    /// By what was asked for, not by what answered: a hard budget holds before there is an answer, and a call must be
    /// spend of the budget that it was held in.
    public func budgetedName(provider: ProviderID, model: ModelID) -> String {
        resolve(provider: provider, model: model)?.id?.rawValue ?? model.rawValue
    }

    /// Prices a call that began at `instant`, in microseconds since 1970.
    ///
    /// What the provider states that it charged goes before every price. Capacity that was bought costs nothing more.
    public func price(
        _ usage: Usage, provider: ProviderID, responseModel: ModelID?, requestModel: ModelID?, at instant: Int64
    ) -> PriceResult {
        let model = model(
            provider: provider, responseModel: responseModel, requestModel: requestModel, at: instant)
        var source = model?.source ?? .none
        let list = (model ?? .unpriced).cost(of: usage, at: instant) { name in
            let other = resolve(provider: provider, model: name)?.holding(at: instant) ?? fallback
            // A part at the fallback price makes it one of the whole; a part is priced where the call's model is not.
            if let other, source == .none || other.source == .fallback { source = other.source }
            return other
        }
        if let stated = usage.statedCost {
            return PriceResult(
                cost: stated, known: stated, unpriced: [], listCost: source == .none ? nil : list.total,
                pricedAs: model?.id, source: .provider)
        }
        let isFree = usage.serviceTier == .provisioned
        let cost = source == .none && !isFree ? nil : list.total
        return PriceResult(
            cost: cost, known: list.known, unpriced: list.unpriced, listCost: cost, pricedAs: model?.id,
            source: source)
    }
}
