public import Money
public import Usage

/// One line of a bill: so much of one thing at one rate.
public struct PriceLine: Sendable, Hashable {
    /// The class of tokens, as `unpriced` names it, or the unit.
    public var name: String
    /// In the unit's own measure; tokens, or what `BilledUnit` says.
    public var quantity: Int64
    /// Nil where there is no price, and for a surcharge, which is an amount.
    public var rate: Rate?
    /// What the rate is a price for.
    public var unit: RateUnit
    /// Nil where there is no price; negative for a reduction.
    public var amount: ExactUSD?
}

extension Pricing {
    /// What a call that began at `instant` (microseconds since 1970) is billed, line by line, at the prices that the
    /// price list has for that time; empty where no model has a price.
    ///
    /// A surcharge of a condition (a region, a speed) is a line of its own, as are the parts of further models.
    ///
    /// - Parameter pricedAs: the model whose price the call had, where names alone would lead to another.
    public func lines(
        of usage: Usage, provider: ProviderID, responseModel: ModelID?, requestModel: ModelID?,
        pricedAs: ModelID? = nil, at instant: Int64
    ) -> [PriceLine] {
        guard usage.serviceTier != .provisioned else { return [] }
        var model = model(provider: provider, responseModel: responseModel, requestModel: requestModel, at: instant)
        if let pricedAs, model?.id != pricedAs,
            let named = resolve(provider: provider, model: pricedAs)?.holding(at: instant), named.id == pricedAs
        {
            model = named
        }
        var lines: [PriceLine] = []
        if let model {
            lines += model.lines(of: usage.tokens, tierInput: usage.tierInputTokens, usage, at: instant)
            lines += model.meterLines(of: usage, at: instant)
        }
        for part in usage.additional {
            guard let name = part.model else {
                lines += model?.lines(of: part.tokens, tierInput: nil, usage, at: instant) ?? []
                continue
            }
            let other = self.model(provider: provider, responseModel: name, requestModel: nil, at: instant)
            lines += (other ?? .unpriced).lines(of: part.tokens, tierInput: nil, usage, at: instant).map { line in
                var line = line
                line.name += " (\(name.rawValue))"
                return line
            }
        }
        return lines
    }
}

extension PricedModel {
    fileprivate func lines(
        of tokens: TokenCounts, tierInput: Int64?, _ usage: Usage, at instant: Int64
    ) -> [PriceLine] {
        guard let period = period(at: instant),
            let table = period.schedule(at: instant)?
                .table(tier: usage.serviceTier, inputTokens: tierInput ?? tokens.inputTotal)
        else { return [] }
        var lines: [PriceLine] = []
        for (index, (quantity, rate)) in zip(tokens.inOrder, table.tokens.inOrder).enumerated() where quantity != 0 {
            lines.append(
                PriceLine(
                    name: TokenRates.classNames[index], quantity: quantity, rate: rate, unit: .million,
                    amount: rate?.cost(of: quantity, per: .million)))
        }
        var cost = lines.compactMap(\.amount).reduce(ExactUSD.zero) { $0.addingClamped($1) }
        for multiplier in period.multipliers where period.applies(multiplier, to: usage) {
            guard let whole = cost.times(multiplier.factor), whole != cost else { continue }
            let name = PriceConditions.named.first { $0.condition == multiplier.condition }?.name ?? "condition"
            lines.append(
                PriceLine(
                    name: "\(name) × \(multiplier.factor)", quantity: 1, rate: nil, unit: .one, amount: whole - cost))
            cost = whole
        }
        return lines
    }

    fileprivate func meterLines(of usage: Usage, at instant: Int64) -> [PriceLine] {
        guard let period = period(at: instant),
            let table = period.schedule(at: instant)?
                .table(tier: usage.serviceTier, inputTokens: usage.tierInputTokens ?? usage.tokens.inputTotal)
        else { return [] }
        var lines: [PriceLine] = []
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
