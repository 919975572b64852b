package import Dialects
package import Money
package import Pricing
package import Usage

/// What a call can cost at most (CONTRACTS.md "Holds").
package enum WorstCase {
    /// Nothing, whatever comes of it.
    case free
    case bounded(Bounded)
    /// Why it cannot be told.
    case unbounded(String)
    /// Nothing prices the model.
    case unpriced

    /// A bound, and what it is made of, so that a closer one can be found.
    package struct Bounded {
        package var cost: NanoUSD
        package var model: PricedModel
        package var bound: CallBound
        /// The request's bytes are what bounds its input.
        package var isByBytes: Bool
    }
}

/// Finds the ``WorstCase`` of a request.
package struct WorstCaseRule {
    let pricing: Pricing
    /// Tokens that one image counts as at most; nil = the context window.
    let imageTokens: Int64?

    /// The rule over `pricing`.
    package init(pricing: Pricing, imageTokens: Int64?) {
        self.pricing = pricing
        self.imageTokens = imageTokens
    }

    /// Tokens that a provider adds around a prompt, beyond what the request's own framing in JSON has in bytes.
    static let framing: Int64 = 64
    /// Tokens of the instructions that a provider adds where there are tools.
    private static let toolInstructions: Int64 = 1024

    /// APIs whose whole price is that of tokens in and out.
    private static let tokenPriced: Set<API> = [
        .chatCompletions, .completions, .responses, .embeddings, .moderations, .messages, .generateContent,
        .embedContent, .converse, .cohereChat, .cohereEmbed,
    ]

    /// The worst case of a call that begins at `startedAt`.
    package func find(
        _ facts: RequestFacts, extent: PromptExtent, api: API, provider: ProviderID, model requested: ModelID?,
        zoned: ModelID?, startedAt: Int64
    ) -> WorstCase {
        guard Self.tokenPriced.contains(api) else { return .unbounded("its price is not one of tokens alone") }
        if facts.isBackground { return .unbounded("it is answered in the background") }
        guard let requested else { return .unbounded("it names no model") }
        let priced = pricing.model(
            provider: provider, responseModel: nil, requestModel: requested, at: startedAt)
        guard let model = priced else { return .unpriced }
        // The price list's own entry for the data zone that the call runs in.
        let inZone = zoned.flatMap { pricing.resolve(provider: provider, model: $0) }
        if extent.hasHostedTools { return .unbounded("the provider may run tools of its own for it") }
        guard let (input, isByBytes) = inputBound(facts, extent, api, model) else {
            return .unbounded("its prompt is not all text, and the model's context window is not known")
        }
        var bound = CallBound(inputTokens: input, outputTokens: facts.outputCap)
        bound.choices = max(facts.choices, extent.bestOf ?? 1)
        bound.serviceTier = Self.tier(facts.serviceTier)
        if bound.serviceTier == .batch { return .unbounded("batches end later") }
        if isByBytes { bound.inputKinds = .text }
        bound.meters = [MeterReading(unit: .requests, quantity: 1)]
        guard let cost = model.upperBound(of: bound, at: startedAt) else {
            return facts.outputCap == nil && model.maxOutput == nil
                ? .unbounded("it has no output cap (max_tokens), and the model's largest output is not known")
                : .unbounded("a part of what it may use has no price")
        }
        let zoneCost = inZone.flatMap { $0.upperBound(of: bound, at: startedAt) } ?? .zero
        return .bounded(
            .init(
                cost: Self.roundedUp(max(cost, zoneCost)), model: zoneCost > cost ? inZone ?? model : model,
                bound: bound, isByBytes: isByBytes))
    }

    /// A bound with a known number of tokens in the prompt, or with another output cap.
    package static func cost(_ bounded: WorstCase.Bounded, _ bound: CallBound, at startedAt: Int64) -> NanoUSD? {
        bounded.model.upperBound(of: bound, at: startedAt).map(roundedUp)
    }

    /// The largest output cap, below the present one, with which the call costs at most `left`; nil when even
    /// `least` tokens are too many.
    package static func largestCap(
        _ bounded: WorstCase.Bounded, within left: NanoUSD, least: Int64, at startedAt: Int64
    ) -> (cap: Int64, cost: NanoUSD)? {
        var bound = bounded.bound
        guard let present = bound.outputTokens ?? bounded.model.maxOutput else { return nil }
        func cost(_ cap: Int64) -> NanoUSD? {
            bound.outputTokens = cap
            return self.cost(bounded, bound, at: startedAt)
        }
        guard present >= least, let floor = cost(least), floor <= left else { return nil }
        var (fits, tooMany, best) = (least, present, floor)
        while tooMany - fits > 1 {
            let middle = fits + (tooMany - fits) / 2
            if let price = cost(middle), price <= left { (fits, best) = (middle, price) } else { tooMany = middle }
        }
        return (fits, best)
    }

    /// At most one token a byte, where all of the prompt is text; with images an allowance each; else the whole window.
    private func inputBound(
        _ facts: RequestFacts, _ extent: PromptExtent, _ api: API, _ model: PricedModel
    ) -> (tokens: Int64, isByBytes: Bool)? {
        var text = Int64(facts.bodyBytes) + Self.framing
        if extent.hasTools { text += Self.toolInstructions }
        if facts.isInlineTextOnly || api == .embeddings { return (text, true) }
        if !extent.hasOtherMedia, extent.images > 0, let imageTokens {
            let (images, overflow) = Int64(extent.images).multipliedReportingOverflow(by: imageTokens)
            if !overflow { return (text - Int64(extent.imageBytes) + images, false) }
        }
        return model.contextWindow.map { ($0, false) }
    }

    /// The tier that the request names; nil where the provider chooses.
    private static func tier(_ name: String?) -> ServiceTier? {
        switch name {
        case "default", "standard", "standard_only", "on_demand": .standard
        case "flex": .flex
        case "priority": .priority
        case "fast": .fast
        case "batch": .batch
        default: nil
        }
    }

    /// A hold is never below what the row may round to.
    static func roundedUp(_ cost: ExactUSD) -> NanoUSD {
        cost.rounded().addingClamped(NanoUSD(rawValue: 1))
    }
}
