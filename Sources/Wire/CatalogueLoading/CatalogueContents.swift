import Pricing

/// What has been read of a catalogue, and the provider, model and price that are being read.
struct CatalogueContents {
    private(set) var providers: [CatalogueProvider] = []
    var provider: CatalogueProvider?
    var model: CatalogueModel?
    var record: PriceRecord?

    /// Adds a tier to the variant that was read last, else to the standard rates.
    mutating func append(_ tier: TieredRates.Tier) {
        guard let last = record?.variants.indices.last else {
            record?.standard.tiers.append(tier)
            return
        }
        record?.variants[last].rates.tiers.append(tier)
    }

    /// Hands the price that is being read to its model.
    mutating func endRecord() {
        if let record { model?.prices.append(record) }
        record = nil
    }

    /// Hands the model that is being read to its provider.
    mutating func endModel() {
        endRecord()
        if let model { provider?.models.append(model) }
        model = nil
    }

    /// Adds the provider that is being read.
    mutating func endProvider() {
        endModel()
        if let provider { providers.append(provider) }
        provider = nil
    }
}
