import Money
import Pricing
import Testing
public import Usage

/// A price that a test is about; a typing error there is a failure of the test.
func usd(_ text: String) throws -> Rate {
    try #require(Rate(decimal: text))
}

/// Rates by their class, from decimal text.
func rates(_ texts: [RateClass: String]) throws -> ClassRates {
    var rates = ClassRates()
    for (rateClass, text) in texts { rates[rateClass] = try usd(text) }
    return rates
}

/// A model with one price.
func model(_ id: String, _ texts: [RateClass: String], mode: CatalogueModel.Mode = .chat) throws -> CatalogueModel {
    CatalogueModel(
        id: ModelID(rawValue: id), mode: mode, prices: [PriceRecord(standard: TieredRates(base: try rates(texts)))])
}

extension PricedModel {
    /// A model with one price record, outside every catalogue.
    static func with(_ record: PriceRecord, mode: CatalogueModel.Mode = .chat, maxOutput: Int64? = nil) -> PricedModel {
        PricedModel(
            CatalogueModel(id: "m", mode: mode, maxOutput: maxOutput, prices: [record]), provider: "p")
    }
}

extension ModelID: ExpressibleByStringLiteral {
    public init(stringLiteral value: String) { self.init(rawValue: value) }
}

extension ProviderID: ExpressibleByStringLiteral {
    public init(stringLiteral value: String) { self.init(rawValue: value) }
}

extension Usage {
    /// Usage of tokens only.
    static func tokens(_ fill: (inout TokenCounts) -> Void) -> Usage {
        var usage = Usage()
        fill(&usage.tokens)
        return usage
    }

    /// `input` and `output` tokens.
    static func tokens(_ input: Int64, _ output: Int64) -> Usage {
        tokens {
            $0.input = input
            $0.output = output
        }
    }

    /// The same under a tier.
    func served(_ tier: ServiceTier) -> Usage {
        var usage = self
        usage.serviceTier = tier
        return usage
    }

    /// The same under conditions.
    func under(_ conditions: PriceConditions) -> Usage {
        var usage = self
        usage.conditions = conditions
        return usage
    }

    /// The same with a quantity of another unit.
    func with(_ unit: BilledUnit, _ quantity: Int64) -> Usage {
        var usage = self
        usage.meter(unit, quantity)
        return usage
    }
}

extension ExactUSD? {
    /// Decimal text with 12 places; `nil` for none.
    var text: String { map { $0.decimal(places: 12) } ?? "nil" }
}

/// 2026-11-20T12:00:00Z, a Friday.
let friday: Int64 = 1_795_176_000_000_000
