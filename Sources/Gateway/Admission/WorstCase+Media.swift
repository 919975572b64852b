package import Dialects
import Money
import Pricing
package import Usage

extension WorstCaseRule {
    /// APIs whose price is bounded by what is made or heard, not by a prompt's bytes.
    package enum Media {
        /// Pictures that are made, or changed.
        case pictures
        /// Speech that is written down.
        case recordings

        /// The kind of `api`; nil for others.
        package init?(_ api: API) {
            switch api {
            case .images: self = .pictures
            case .transcriptions, .translations: self = .recordings
            default: return nil
            }
        }
    }

    /// The worst case of such a call, by the fields of its request: plain JSON or a form.
    package func find(
        _ media: Media, _ facts: RequestFacts, provider: ProviderID, model requested: ModelID?, flavor: UsageFlavor,
        startedAt: Int64
    ) -> WorstCase {
        guard let requested else { return .unbounded("it names no model") }
        let priced = pricing.model(
            provider: provider, responseModel: nil, requestModel: requested, at: startedAt)
        guard let model = priced else { return .unpriced }
        switch media {
        case .pictures: return pictures(facts, model, flavor, startedAt)
        case .recordings: return recording(facts, model, flavor, startedAt)
        }
    }

    /// So many pictures at the price of one, or of the tokens that one has.
    private func pictures(
        _ facts: RequestFacts, _ model: PricedModel, _ flavor: UsageFlavor, _ startedAt: Int64
    ) -> WorstCase {
        // Google's name for the number of pictures is another one, and none means four.
        guard flavor != .gemini, flavor != .vertex else {
            return .unbounded("how many pictures it makes is not told by n")
        }
        let count = max(facts.choices, facts.hints.images ?? 1)
        var bound = CallBound(inputTokens: 0, outputTokens: 1)
        bound.outputKinds = .image
        guard model.upperBound(of: bound, at: startedAt) != nil else {
            // No tokens have a price: pictures must.
            bound.outputTokens = 0
            if model.id?.rawValue.hasPrefix("dall-e") == true { bound.imageVariant = facts.hints.imageVariant }
            bound.meters = [MeterReading(unit: .generatedImages, quantity: count)]
            return bounded(model, bound, startedAt, else: "its pictures have no price")
        }
        guard
            let tokens = model.id.flatMap({
                PictureTokens.most(
                    model: $0.rawValue, quality: facts.hints.imageQuality, size: facts.hints.imageSize)
            })
        else { return .unbounded("how many tokens a picture of this model has is not known") }
        let sent = Int64(facts.attachments.images)
        guard sent == 0 || imageTokens != nil, facts.isInlineTextOnly || facts.isForm else {
            return .unbounded("the pictures that it sends are billed by tokens, and image_tokens is not set")
        }
        let (prompt, overflow) = sent.multipliedReportingOverflow(by: imageTokens ?? 0)
        guard !overflow else { return .unbounded("it sends too many pictures") }
        bound.inputTokens = Int64(facts.bodyBytes - facts.attachments.bytes) + Self.framing + prompt
        bound.outputTokens = tokens + (facts.stream ? PictureTokens.partial * PictureTokens.mostPartials : 0)
        bound.choices = count
        return bounded(model, bound, startedAt, else: "a part of what it may use has no price")
    }

    /// The length of what is heard, and the tokens that it may have, where the model has prices for either.
    private func recording(
        _ facts: RequestFacts, _ model: PricedModel, _ flavor: UsageFlavor, _ startedAt: Int64
    ) -> WorstCase {
        var bound = CallBound(inputTokens: model.contextWindow ?? 0, outputTokens: facts.outputCap)
        if model.contextWindow == nil { bound.outputTokens = 0 }
        if let length = facts.hints.audioMicroseconds {
            // What a provider measures differently.
            let billed = AudioLength(microseconds: length).billed(flavor).addingReportingOverflow(1_000_000)
            guard !billed.overflow else { return .unbounded("its recording is too long") }
            bound.meters = [MeterReading(unit: .inputAudioMicroseconds, quantity: billed.partialValue)]
        }
        if model.contextWindow != nil {
            // Billed by tokens, and by the hour only where there is such a price.
            var tokens = bound
            tokens.meters = []
            if bound.meters.isEmpty || model.upperBound(of: bound, at: startedAt) == nil { bound = tokens }
        } else if bound.meters.isEmpty {
            return .unbounded("the length of its recording cannot be read")
        }
        return bounded(model, bound, startedAt, else: "a part of what it may use has no price")
    }

    private func bounded(
        _ model: PricedModel, _ bound: CallBound, _ startedAt: Int64, else reason: String
    ) -> WorstCase {
        guard let cost = model.upperBound(of: bound, at: startedAt) else { return .unbounded(reason) }
        return .bounded(.init(cost: Self.roundedUp(cost), model: model, bound: bound, isByBytes: false))
    }
}
