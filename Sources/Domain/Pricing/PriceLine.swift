public import Money
public import Usage

/// One line of a bill: so much of one thing at one rate.
public struct PriceLine: Sendable, Hashable {
    /// The class of tokens, as `unpriced` names it, or the unit.
    public var name: String
    /// In the unit's own measure; tokens, or what `BilledUnit` says.
    public var quantity: Int64
    /// Nil where there is no price.
    public var rate: Rate?
    /// What the rate is a price for.
    public var unit: RateUnit
    /// Before multipliers; nil where there is no price.
    public var amount: ExactUSD?
}

extension Pricing {
    /// What a call that began at `instant` (microseconds since 1970) is billed, line by line, at the prices that are
    /// known now; empty where no model has a price.
    ///
    /// Without the multipliers of conditions and the parts of other models, which rows do not keep.
    public func lines(
        of usage: Usage, provider: ProviderID, responseModel: ModelID?, requestModel: ModelID?, at instant: Int64
    ) -> [PriceLine] {
        guard usage.serviceTier != .provisioned,
            let model = model(
                provider: provider, responseModel: responseModel, requestModel: requestModel, at: instant)
        else { return [] }
        return model.lines(of: usage, at: instant)
    }
}

extension PricedModel {
    fileprivate func lines(of usage: Usage, at instant: Int64) -> [PriceLine] {
        let inputTokens = usage.tierInputTokens ?? usage.tokens.inputTotal
        guard let period = period(at: instant),
            let table = period.schedule(at: instant)?.table(tier: usage.serviceTier, inputTokens: inputTokens)
        else { return [] }
        var lines: [PriceLine] = []
        for (index, (quantity, rate)) in zip(usage.tokens.inOrder, table.tokens.inOrder).enumerated()
        where quantity != 0 {
            lines.append(
                PriceLine(
                    name: TokenRates.classNames[index], quantity: quantity, rate: rate, unit: .million,
                    amount: rate?.cost(of: quantity, per: .million)))
        }
        for meter in usage.meters where meter.quantity != 0 {
            if meter.unit.isCounted(inTokens: usage.tokens, table: table) { continue }
            let rate = meter.unit.rate(in: table.units, images: period.images, usage: usage)
            // A request as such is free where no price says otherwise.
            if meter.unit == .requests, rate == nil { continue }
            let unit = meter.unit.rateUnit
            lines.append(
                PriceLine(
                    name: meter.unit.rawValue, quantity: meter.quantity, rate: rate, unit: unit,
                    amount: rate?.cost(of: meter.quantity, per: unit)))
        }
        return lines
    }
}

extension TokenRates {
    /// In the order of ``classNames``.
    fileprivate var inOrder: [Rate?] {
        [
            input, cachedInput, cacheWrite5m, cacheWrite1h, audioInput, cachedAudioInput, imageInput, cachedImageInput,
            videoInput, output, reasoning, audioOutput, imageOutput, citation,
        ]
    }
}

extension TokenCounts {
    /// In the order of `TokenRates.classNames`.
    fileprivate var inOrder: [Int64] {
        [
            input, cachedInput, cacheWrite5m, cacheWrite1h, audioInput, cachedAudioInput, imageInput, cachedImageInput,
            videoInput, output, reasoning, audioOutput, imageOutput, citation,
        ]
    }
}
