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
        var peak = PeakRates()
        schedule.forEachReachable(bound) { peak.add($0, input: bound.inputKinds, output: bound.outputKinds) }
        guard let inputCost = cost(of: bound.inputTokens, at: peak.input),
            let output = outputTokens(of: bound, peak: peak), let outputCost = cost(of: output, at: peak.output)
        else { return nil }
        var total = inputCost + outputCost
        for factor in period.raisingFactors(bound) {
            guard let product = total.times(factor) else { return nil }
            total = product
        }
        guard !bound.meters.isEmpty else { return total }
        guard let meters = meterBound(of: bound, schedule: schedule, images: period.images) else { return nil }
        return total.addingClamped(meters)
    }

    /// What `inputTokens` of plain text cost at standard rates: the estimate that a soft budget's hold is made of.
    ///
    /// Nil where the model has no price for them.
    public func estimate(inputTokens: Int64, at instant: Int64) -> ExactUSD? {
        period(at: instant)?.schedule(at: instant)?.table(tier: .standard, inputTokens: inputTokens)?
            .tokens.input?.cost(of: inputTokens, per: .million)
    }

    /// What tokens cost at a rate; nothing costs nothing even without a rate.
    private func cost(of tokens: Int64, at rate: Rate?) -> ExactUSD? {
        tokens == 0 ? .zero : rate?.cost(of: tokens, per: .million)
    }

    /// All tokens that can be generated; nil when nothing bounds them.
    private func outputTokens(of bound: CallBound, peak: PeakRates) -> Int64? {
        let generates = mode != .embedding && mode != .rerank && mode != .moderation
        guard generates || peak.hasOutput else { return 0 }
        guard let each = bound.outputTokens ?? (generates ? maxOutput : 0), each >= 0 else { return nil }
        let (all, overflow) = each.multipliedReportingOverflow(by: bound.choices)
        return overflow ? nil : all
    }

    /// The highest cost of the bound's other units; nil when one has no price.
    private func meterBound(
        of bound: CallBound, schedule: PricePeriod.Schedule, images: [PriceRecord.ImagePrice]
    ) -> ExactUSD? {
        var total = ExactUSD.zero
        for meter in bound.meters where meter.quantity != 0 {
            var highest: Rate?
            schedule.forEachReachable(bound) { table in
                guard let rate = meter.unit.dearestRate(in: table.units, images: images, variant: bound.imageVariant)
                else { return }
                highest = max(highest ?? rate, rate)
            }
            // A request as such is free where no price says otherwise.
            if highest == nil, meter.unit == .requests { continue }
            guard let cost = highest?.cost(of: meter.quantity, per: meter.unit.rateUnit) else { return nil }
            total = total.addingClamped(cost)
        }
        return total
    }
}

extension PricePeriod.Schedule {
    /// Calls `body` with the tables of every tier that may be served and of every length up to the bound.
    fileprivate func forEachReachable(_ bound: CallBound, _ body: (RateTable) -> Void) {
        for tables in tiers where tables.isReachable(bound) {
            for level in tables.levels where level.inputAbove < bound.inputTokens { body(level.table) }
        }
    }
}

extension PricePeriod.TierTables {
    /// Whether the tier may be served: the standard one always, and where the provider chooses, any but `batch`.
    fileprivate func isReachable(_ bound: CallBound) -> Bool {
        guard let requested = bound.serviceTier else { return tier != .batch }
        // OpenAI serves `fast` as `priority`.
        return tier == .standard || tier == requested || (requested == .fast && tier == .priority)
    }
}

extension PricePeriod {
    /// The factors above 1 of conditions that may hold; of the two data residencies, which exclude each other, one.
    fileprivate func raisingFactors(_ bound: CallBound) -> [Factor] {
        if multipliers.isEmpty { return [] }
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

extension BilledUnit {
    /// The highest rate of this unit that a request can meet.
    fileprivate func dearestRate(
        in rates: ClassRates, images: [PriceRecord.ImagePrice], variant: String?
    ) -> Rate? {
        var usage = Usage()
        // What the price list names is billed so; anything else at some other of its prices.
        if self == .generatedImages, let rate = images.rate(of: variant) { return rate }
        var candidates = self == .generatedImages ? images.map(\.rate) : []
        for size in [nil, "low", "medium", "high"] {
            usage.searchContextSize = size
            if let rate = rate(in: rates, images: [], usage: usage) { candidates.append(rate) }
        }
        return candidates.max()
    }
}
