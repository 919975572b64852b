public import Money
import Usage

extension PricedModel {
    /// What a call within `bound` can cost at most, if it begins at an instant (microseconds since 1970).
    ///
    /// The highest reachable rates are taken: the dearest of the tiers that may be served and of the lengths up to the
    /// bound, cache writes, every condition that may hold (CONTRACTS.md "Holds"). Nil where it cannot be bounded:
    /// without a cap or `max_output`, in batches, in realtime sessions, and where a price is missing.
    public func upperBound(of bound: CallBound, at instant: Int64) -> ExactUSD? {
        if bound.serviceTier == .provisioned { return .zero }
        guard bound.serviceTier != .batch, mode != .realtime, bound.inputTokens >= 0, bound.choices >= 1,
            let period = period(at: instant), let schedule = period.schedule(at: instant)
        else { return nil }
        let tables = schedule.reachableTables(bound)
        guard let output = outputTokens(of: bound, tables: tables),
            let inputCost = highest(tables, \.dearestInput, bound.inputKinds, bound.inputTokens),
            let outputCost = highest(tables, \.dearestOutput, bound.outputKinds, output)
        else { return nil }
        var total = inputCost.addingClamped(outputCost)
        for factor in period.raisingFactors(bound) {
            guard let product = total.times(factor) else { return nil }
            total = product
        }
        guard let meters = meterBound(of: bound, tables: tables, images: period.images) else { return nil }
        return total.addingClamped(meters)
    }

    /// What `inputTokens` of plain text cost at standard rates: the estimate that a soft budget's hold is made of.
    ///
    /// Nil where the model has no price for them.
    public func estimate(inputTokens: Int64, at instant: Int64) -> ExactUSD? {
        period(at: instant)?.schedule(at: instant)?.table(tier: .standard, inputTokens: inputTokens)?
            .tokens.input?.cost(of: inputTokens, per: .million)
    }

    /// All tokens that can be generated; nil when nothing bounds them.
    private func outputTokens(of bound: CallBound, tables: [RateTable]) -> Int64? {
        let generates = mode != .embedding && mode != .rerank && mode != .moderation
        guard generates || tables.contains(where: { $0.tokens.output != nil }) else { return 0 }
        guard let each = bound.outputTokens ?? (generates ? maxOutput : 0), each >= 0 else { return nil }
        let (all, overflow) = each.multipliedReportingOverflow(by: bound.choices)
        return overflow ? nil : all
    }

    /// The highest cost of `quantity` tokens over `tables`; nil when one of them has no rate.
    private func highest(
        _ tables: [RateTable], _ rate: KeyPath<RateTable, (CallBound.Modalities) -> Rate?>,
        _ kinds: CallBound.Modalities, _ quantity: Int64
    ) -> ExactUSD? {
        guard quantity != 0 else { return .zero }
        var highest: Rate?
        for table in tables {
            guard let rate = table[keyPath: rate](kinds) else { return nil }
            highest = max(highest ?? rate, rate)
        }
        return highest?.cost(of: quantity, per: .million)
    }

    /// The highest cost of the bound's other units; nil when one has no price.
    private func meterBound(
        of bound: CallBound, tables: [RateTable], images: [PriceRecord.ImagePrice]
    ) -> ExactUSD? {
        var total = ExactUSD.zero
        for meter in bound.meters where meter.quantity != 0 {
            let rates = tables.compactMap { meter.unit.dearestRate(in: $0.units, images: images) }
            guard let rate = rates.max(), let cost = rate.cost(of: meter.quantity, per: meter.unit.rateUnit) else {
                return nil
            }
            total = total.addingClamped(cost)
        }
        return total
    }
}

extension PricePeriod.Schedule {
    /// The tables of every tier that may be served and of every length up to the bound.
    fileprivate func reachableTables(_ bound: CallBound) -> [RateTable] {
        let served = tiers.filter { tables in
            guard let requested = bound.serviceTier else { return tables.tier != .batch }
            if tables.tier == .standard || tables.tier == requested { return true }
            // OpenAI serves `fast` as `priority`.
            return requested == .fast && tables.tier == .priority
        }
        return served.flatMap { $0.levels }.filter { $0.inputAbove < bound.inputTokens }.map(\.table)
    }
}

extension PricePeriod {
    /// The factors above 1 of conditions that may hold; of the two data residencies, which exclude each other, one.
    fileprivate func raisingFactors(_ bound: CallBound) -> [Factor] {
        var factors: [Factor] = []
        var residency = Factor.one
        for multiplier in multipliers {
            let fast = multiplier.condition == .speedFast && bound.serviceTier == .fast && !hasVariant(.fast)
            guard bound.conditions.contains(multiplier.condition) || fast else { continue }
            if multiplier.condition == .dataResidencyEU || multiplier.condition == .dataResidencyUS {
                residency = max(residency, multiplier.factor)
            } else {
                factors.append(multiplier.factor)
            }
        }
        return (factors + [residency]).filter { $0 > .one }
    }
}

extension RateTable {
    /// The dearest rate of a prompt token of these kinds.
    fileprivate var dearestInput: (CallBound.Modalities) -> Rate? {
        { kinds in
            var rates = [tokens.input, tokens.cachedInput, tokens.cacheWrite5m, tokens.cacheWrite1h]
            rates.append(units[.cacheWrite12h] ?? tokens.input)
            if kinds.contains(.audio) { rates += [tokens.audioInput, tokens.cachedAudioInput] }
            if kinds.contains(.image) { rates += [tokens.imageInput, tokens.cachedImageInput] }
            if kinds.contains(.video) { rates.append(tokens.videoInput) }
            return rates.dearest
        }
    }

    /// The dearest rate of a generated token of these kinds.
    fileprivate var dearestOutput: (CallBound.Modalities) -> Rate? {
        { kinds in
            var rates = [tokens.output, tokens.reasoning, tokens.citation]
            if kinds.contains(.audio) { rates.append(tokens.audioOutput) }
            if kinds.contains(.image) { rates.append(tokens.imageOutput) }
            if kinds.contains(.video) { rates.append(units[.outputVideo] ?? tokens.output) }
            return rates.dearest
        }
    }
}

extension [Rate?] {
    /// The highest; nil when one is missing, because a token of that kind then has no price.
    fileprivate var dearest: Rate? {
        var highest: Rate?
        for rate in self {
            guard let rate else { return nil }
            highest = Swift.max(highest ?? rate, rate)
        }
        return highest
    }
}

extension BilledUnit {
    /// The highest rate of this unit that a request can meet.
    fileprivate func dearestRate(in rates: ClassRates, images: [PriceRecord.ImagePrice]) -> Rate? {
        var usage = Usage()
        var candidates = images.map(\.rate)
        if self != .generatedImages { candidates = [] }
        for size in [nil, "low", "medium", "high"] {
            usage.searchContextSize = size
            if let rate = rate(in: rates, images: [], usage: usage) { candidates.append(rate) }
        }
        return candidates.max()
    }
}
