public import Usage

extension RequestHints {
    /// Puts what only the request knows into `usage`, which is what the answer said; nil: it said nothing.
    ///
    /// The one place where a request has a say in a price. Each rule has its row in the design's table of usage
    /// semantics; where the answer speaks, it goes first.
    ///
    /// - Parameter saysTier: whether the answer says which tier was served.
    public func apply(to usage: inout Usage?, api: API, flavor: UsageFlavor, saysTier: Bool) {
        guard var known = usage ?? usageWithoutAnswer(api, flavor) else { return }
        apply(to: &known, flavor: flavor, saysTier: saysTier)
        usage = known
    }

    /// The same, where the answer has said something.
    public func apply(to usage: inout Usage, flavor: UsageFlavor, saysTier: Bool) {
        applyTier(&usage, flavor, saysTier)
        applyLocation(&usage, flavor)
        if usage.imageVariant == nil { usage.imageVariant = imageVariant }
        if usage.searchContextSize == nil { usage.searchContextSize = searchContextSize }
        usage.rejected += rejected
    }

    /// What is billed where answers tell nothing: seconds of audio, characters to speak, images, pages.
    private func usageWithoutAnswer(_ api: API, _ flavor: UsageFlavor) -> Usage? {
        var usage = Usage()
        switch api {
        case .transcriptions, .translations, .realtime:
            guard let audioMicroseconds else { return nil }
            usage.meter(.inputAudioMicroseconds, AudioLength(microseconds: audioMicroseconds).billed(flavor))
        case .speech:
            guard let characters else { return nil }
            usage.meter(.inputCharacters, characters)
        case .images:
            guard let images else { return nil }
            usage.meter(.generatedImages, images)
        case .ocr:
            guard let pages else { return nil }
            usage.meter(.pages, pages)
        default:
            return nil
        }
        return usage
    }

    /// Sets the tier: the batch API leaves no mark in OpenAI's answers.
    ///
    /// Else the answer has the last word, and at most providers the only one: a request's `priority` may have been
    /// served as the default.
    private func applyTier(_ usage: inout Usage, _ flavor: UsageFlavor, _ saysTier: Bool) {
        if isBatch {
            usage.serviceTier = .batch
            return
        }
        guard !saysTier, flavor == .bedrock || flavor == .fireworks else { return }
        switch serviceTier {
        case "priority": usage.serviceTier = .priority
        case "flex": usage.serviceTier = .flex
        case "reserved" where flavor == .bedrock: usage.serviceTier = .provisioned
        default: break
        }
    }

    /// Endpoints that are not global cost more.
    private func applyLocation(_ usage: inout Usage, _ flavor: UsageFlavor) {
        switch flavor {
        case .vertex:
            if let location = inferenceLocation?.lowercased() {
                if location != "global" { usage.conditions.insert(.regionalEndpoint) }
            } else if let host = hostName, host.hasSuffix("aiplatform.googleapis.com") {
                if host != "aiplatform.googleapis.com" { usage.conditions.insert(.regionalEndpoint) }
            }
        case .openai:
            let location = inferenceLocation?.lowercased() ?? hostName ?? ""
            if location == "eu" || location == "eu.api.openai.com" { usage.conditions.insert(.dataResidencyEU) }
            if location == "us" || location == "us.api.openai.com" { usage.conditions.insert(.dataResidencyUS) }
        case .anthropic:
            if inferenceLocation?.lowercased() == "us" { usage.conditions.insert(.inferenceGeoUS) }
        default:
            break
        }
    }

    /// The host alone, of a URL or of itself.
    private var hostName: String? {
        guard let host else { return nil }
        // A name in small letters is itself: what the gateway has.
        let isBare = host.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"),
                UInt8(ascii: "."):
                true
            default: false
            }
        }
        if isBare { return host }
        var name = host.lowercased()[...]
        for scheme in ["https://", "http://"] where name.hasPrefix(scheme) { name = name.dropFirst(scheme.count) }
        return String(name.prefix { $0 != "/" && $0 != ":" })
    }

    /// `quality/size` of the images that are asked for, or their size alone; nil where it is left open.
    public var imageVariant: String? {
        guard let imageSize else { return nil }
        return imageQuality.map { "\($0)/\(imageSize)" } ?? imageSize
    }

    /// The name under which Azure's price list has a model in the data zone of the request: `eu/gpt-5`.
    public func zoned(_ model: ModelID, _ flavor: UsageFlavor) -> ModelID? {
        guard flavor == .azure, let zone = inferenceLocation?.lowercased(),
            ["eu", "us", "apac", "us-gov", "global"].contains(zone), !model.rawValue.hasPrefix("\(zone)/")
        else { return nil }
        return ModelID(rawValue: "\(zone)/\(model.rawValue)")
    }
}
