import Money
import Usage

extension PricedModel {
    /// What the other units than tokens cost; multipliers do not touch them.
    func meterCost(of usage: Usage, at instant: Int64) -> Cost {
        let period = period(at: instant)
        let inputTokens = usage.tierInputTokens ?? usage.tokens.inputTotal
        let table = period?.schedule(at: instant)?.table(tier: usage.serviceTier, inputTokens: inputTokens)
        var cost = Cost()
        for meter in usage.meters where meter.quantity != 0 {
            if let table, meter.unit.isCounted(inTokens: usage.tokens, table: table) { continue }
            let rate = table.flatMap { meter.unit.rate(in: $0.units, images: period?.images ?? [], usage: usage) }
            if let known = rate?.cost(of: meter.quantity, per: meter.unit.rateUnit) {
                cost.known = cost.known.addingClamped(known)
            } else if meter.unit != .requests || rate != nil || table == nil {
                // A request as such is free where no price says otherwise.
                cost.add(Cost(unpriced: [meter.unit.rawValue]))
            }
        }
        return cost
    }
}

extension BilledUnit {
    /// What the rates of this unit are for.
    var rateUnit: RateUnit {
        switch self {
        case .inputAudioMicroseconds, .outputAudioMicroseconds: .hour
        case .inputCharacters, .outputCharacters, .pixels: .million
        default: .one
        }
    }

    /// Whether the same thing is already billed by tokens, as where an answer tells both the tokens and the seconds of
    /// its audio.
    func isCounted(inTokens tokens: TokenCounts, table: RateTable) -> Bool {
        switch self {
        case .inputAudioMicroseconds: tokens.audioInputTotal > 0 && table.tokens.audioInput != nil
        case .outputAudioMicroseconds: tokens.audioOutput > 0 && table.tokens.audioOutput != nil
        case .inputImages: (tokens.imageInput > 0 || tokens.cachedImageInput > 0) && table.tokens.imageInput != nil
        case .generatedImages, .pixels: tokens.imageOutput > 0 && table.tokens.imageOutput != nil
        case .inputCharacters: tokens.input > 0 && table.tokens.input != nil
        case .outputCharacters: tokens.output > 0 && table.tokens.output != nil
        default: false
        }
    }

    /// The rate of this unit; nil when there is none.
    func rate(in rates: ClassRates, images: [PriceRecord.ImagePrice], usage: Usage) -> Rate? {
        switch self {
        case .inputAudioMicroseconds: rates[.perAudioHour]
        case .outputAudioMicroseconds: rates[.perOutputAudioHour]
        case .inputCharacters: rates[.perMillionCharacters]
        case .outputCharacters: rates[.perMillionOutputCharacters]
        case .generatedImages: images.rate(of: usage.imageVariant) ?? rates[.perImage]
        case .inputImages: rates[.perInputImage]
        case .pixels: rates[.perMegapixel]
        case .pages: rates[.perPage]
        case .annotatedPages: rates[.perAnnotatedPage] ?? rates[.perPage]
        case .searchUnits: rates[.perSearchUnit]
        // Where a request has a fee (Perplexity), what it searches for is in it.
        case .queries:
            rates[.perQuery] ?? rates[.perWebSearch] ?? rates.search(size: "low").map { _ in .zero }
                ?? rates[.perRequest].map { _ in .zero }
        // A search of no size told is a small one.
        case .requests: rates.search(size: usage.searchContextSize ?? "low") ?? rates[.perRequest]
        case .webSearches: rates[.perWebSearch] ?? rates.search(size: usage.searchContextSize ?? "low")
        case .webSearchPreviews: rates[.perWebSearchPreview] ?? rates[.perWebSearch]
        case .fileSearches: rates[.perFileSearch]
        case .socialSearches: rates[.perSocialSearch]
        case .codeExecutions: rates[.perCodeExecution]
        case .codeSessions: rates[.perCodeSession]
        case .mapsQueries: rates[.perMapsQuery]
        }
    }
}

extension ClassRates {
    /// The fee of a search by the size of its context, where a model has such fees.
    func search(size: String?) -> Rate? {
        switch size {
        case "low": self[.perWebSearchLow]
        case "medium": self[.perWebSearchMedium]
        case "high": self[.perWebSearchHigh]
        default: nil
        }
    }
}

extension [PriceRecord.ImagePrice] {
    /// The price of an image of `variant` (`quality/size`), else of its size alone.
    func rate(of variant: String?) -> Rate? {
        guard let variant else { return nil }
        if let price = first(where: { $0.variant == variant }) { return price.rate }
        guard let size = variant.split(separator: "/").last else { return nil }
        return first { $0.variant == size }?.rate
    }
}
