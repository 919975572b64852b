import Money
import Usage

/// All rates of a model in one situation: service tier, length of the request, time of the week.
final class RateTable: Sendable {
    let tokens: TokenRates
    /// Tokens written to a cache that lives 12 hours; no answer tells them apart, so that they only count in bounds.
    let cacheWrite12h: Rate?
    /// Generated tokens of video, for bounds.
    let outputVideo: Rate?
    /// Rates of other units than tokens.
    let units: ClassRates

    /// The rates of `record` for requests just above `inputAbove` input tokens.
    ///
    /// A rate is taken from the variant's tier or base; else from the time of the week; else from the standard tier
    /// or base; else from the provider's tools.
    init(
        _ record: PriceRecord, variant: TieredRates?, week: ClassRates?, inputAbove: Int64, tools: ClassRates
    ) {
        let inputTokens = inputAbove == .max ? inputAbove : inputAbove + 1
        let variantTier = variant?.tier(inputTokens: inputTokens)
        let standardTier = record.standard.tier(inputTokens: inputTokens)
        func rate(_ rateClass: RateClass) -> Rate? {
            variantTier?[rateClass] ?? variant?.base[rateClass] ?? week?[rateClass] ?? standardTier?[rateClass]
                ?? record.standard.base[rateClass] ?? tools[rateClass]
        }
        let tokens = TokenRates(rate)
        var units: ClassRates = [:]
        for rateClass in RateClass.allCases where rateClass.isOtherUnit {
            units[rateClass] = rate(rateClass)
        }
        self.tokens = tokens
        self.units = units
        cacheWrite12h = rate(.cacheWrite12h) ?? tokens.cacheWrite1h
        outputVideo = rate(.outputVideo) ?? tokens.output
    }
}

extension RateClass {
    /// Whether the rate is for something else than tokens.
    var isOtherUnit: Bool { rawValue.utf8.starts(with: "per_".utf8) }
}
