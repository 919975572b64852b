public import Usage

/// The price catalogue: providers, their models, and the lookup of a model by the names it goes by.
///
/// A value made once at start; a lookup costs microseconds, so ``Pricing`` keeps what it found.
public struct PriceCatalogue: Sendable {
    /// In the catalogue's order; also what a listing shows.
    public let providers: [CatalogueProvider]
    /// The day of the facts, `YYYY-MM-DD`.
    public let asOf: String

    private let indices: [ProviderIndex]
    private let providerByName: [String: Int]

    /// No name of a model is longer than this, in bytes; a longer one is not looked up.
    static let longestName = 512

    /// A catalogue of `providers`; where names clash, the earlier one has them.
    public init(providers: [CatalogueProvider], asOf: String = "") {
        self.providers = providers
        self.asOf = asOf
        indices = providers.map(ProviderIndex.init)
        var byName: [String: Int] = [:]
        for (index, provider) in providers.enumerated() {
            byName[provider.id.rawValue.lowercased(), default: index] =
                byName[provider.id.rawValue.lowercased()] ?? index
        }
        for (index, provider) in providers.enumerated() {
            for name in provider.names where byName[name] == nil { byName[name] = index }
        }
        providerByName = byName
    }

    /// The provider with this id or other name, in any case.
    public func provider(_ name: ProviderID) -> CatalogueProvider? {
        providerByName[name.rawValue.lowercased()].map { providers[$0] }
    }

    /// The prices of a model by any name that it goes by at this provider; nil when they are not known.
    ///
    /// Exact id, alias, patterns in order; then the same for the forms of ``ModelNameForms``; then the providers that
    /// this one falls back to.
    public func lookup(provider: ProviderID, model: ModelID) -> PricedModel? {
        guard model.rawValue.utf8.count <= Self.longestName, !model.rawValue.isEmpty,
            let own = providerByName[provider.rawValue.lowercased()]
        else { return nil }
        let name = model.rawValue.lowercased()
        var candidates = [own]
        candidates += providers[own].fallback.compactMap { providerByName[$0.rawValue.lowercased()] }
        for candidate in candidates {
            for form in ModelNameForms(name, providerNames: indices[candidate].names).names {
                guard let found = indices[candidate].find(form) else { continue }
                var tools = providers[candidate].tools
                for rateClass in providers[own].tools.classes { tools[rateClass] = providers[own].tools[rateClass] }
                return PricedModel(
                    providers[candidate].models[found], provider: providers[candidate].id, tools: tools,
                    requestNameFirst: providers[own].requestNameFirst)
            }
        }
        return nil
    }
}
