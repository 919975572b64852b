import Money
public import Usage

extension PricedModel {
    /// What `usage` costs at list prices at an instant, in microseconds since 1970.
    ///
    /// - Parameter otherModel: finds the prices of further models that the usage names; by default none are known.
    public func cost(
        of usage: Usage, at instant: Int64, otherModel: (ModelID) -> PricedModel? = { _ in nil }
    ) -> Cost {
        if usage.serviceTier == .provisioned { return Cost() }
        var cost = tokenCost(usage.tokens, tierInput: usage.tierInputTokens, of: usage, at: instant)
        if !usage.meters.isEmpty { cost.add(meterCost(of: usage, at: instant)) }
        for part in usage.additional {
            // A part of another model whose prices are not known is priced by a model without any.
            let model = part.model.map { otherModel($0) ?? .unpriced } ?? self
            cost.add(model.tokenCost(part.tokens, tierInput: nil, of: usage, at: instant))
        }
        if !usage.rejected.isEmpty { cost.add(Cost(unpriced: usage.rejected)) }
        return cost
    }

    /// A model without prices.
    static let unpriced = PricedModel(
        id: nil, provider: nil, source: .none, mode: .chat, contextWindow: nil, maxOutput: nil, prices: [], tools: [:])

    /// What `tokens` cost under the tier and the conditions of `usage`.
    private func tokenCost(_ tokens: TokenCounts, tierInput: Int64?, of usage: Usage, at instant: Int64) -> Cost {
        guard let period = period(at: instant),
            let table = period.schedule(at: instant)?
                .table(tier: usage.serviceTier, inputTokens: tierInput ?? tokens.inputTotal)
        else {
            return Cost(unpriced: TokenRates.names(of: TokenRates { _ in nil }.cost(of: tokens).unpriced))
        }
        var (cost, unpriced) = table.tokens.cost(of: tokens)
        for multiplier in period.multipliers where period.applies(multiplier, to: usage) {
            cost = cost.times(multiplier.factor) ?? ExactUSD(units: .max)
        }
        return Cost(known: cost, unpriced: unpriced == 0 ? [] : TokenRates.names(of: unpriced))
    }
}

extension PricePeriod {
    /// Whether a multiplier counts for `usage`.
    ///
    /// A speed that the model has rates of its own for is not multiplied on top of them.
    func applies(_ multiplier: PriceRecord.Multiplier, to usage: Usage) -> Bool {
        guard multiplier.condition == .speedFast else {
            return usage.conditions.contains(multiplier.condition)
        }
        if usage.serviceTier == .fast { return !hasVariant(.fast) }
        return usage.conditions.contains(.speedFast)
    }
}
