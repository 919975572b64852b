import Money
import Usage

extension OpenAIUsage {
    /// What the fields mean, as `flavor` counts; nil when neither a count nor a cost is there (`{}`).
    ///
    /// USAGE-SEMANTICS.md, rows "OpenAI chat" to "Voyage", is the source of each rule.
    ///
    /// - Parameter reasoningIsInside: whether the API counts reasoning in the output whatever the flavor, as Responses.
    func usage(_ flavor: UsageFlavor, reasoningIsInside: Bool = false) -> Usage? {
        guard prompt ?? completion ?? total != nil || statesCost(flavor) || !rejected.isEmpty else { return nil }
        var usage = Usage()
        usage.tokens = counts(flavor, reasoningIsInside).disjoint
        usage.rejected = rejected
        switch flavor {
        case .openrouter:
            // With a key of the caller's own, OpenRouter's cost is its fee only, and the provider bills the rest; where
            // that is not told, list prices have to do.
            if let cost { usage.statedCost = isBringYourOwnKey ? upstreamCost.map { cost + $0 } : cost }
        case .perplexity:
            usage.statedCost = totalCost
            usage.searchContextSize = searchContextSize
            usage.meter(.queries, searchQueries ?? 0)
            usage.meter(.requests, 1)
        case .xai:
            usage.statedCost = ticks
        case .mistral:
            usage.meter(.inputAudioMicroseconds, (audioSeconds ?? 0) * 1_000_000)
        default:
            break
        }
        // Where the cost is stated, tools are in it.
        if usage.statedCost == nil { usage.meter(.webSearches, webSearches ?? 0) }
        return usage
    }

    /// Whether it says what was charged: of images, it may be all that it says.
    private func statesCost(_ flavor: UsageFlavor) -> Bool {
        switch flavor {
        case .openrouter: cost != nil
        case .perplexity: totalCost != nil
        case .xai: ticks != nil
        default: false
        }
    }

    private func counts(_ flavor: UsageFlavor, _ reasoningIsInside: Bool) -> OverlappingCounts {
        let prompt = prompt ?? max((total ?? 0) - (completion ?? 0), 0)
        let (completion, reasoning) =
            reasoningIsInside ? (completion ?? 0, reasoning ?? 0) : generated(flavor, prompt: prompt)
        var counts = OverlappingCounts()
        counts.prompt = prompt
        counts.cached = cached ?? 0
        counts.cachedAudio = cachedAudio
        counts.cachedImage = cachedImage
        counts.written5m = written ?? 0
        counts.audioInput = audioInput ?? 0
        counts.imageInput = imageInput ?? 0
        counts.videoInput = videoInput ?? 0
        counts.completion = completion
        counts.reasoning = reasoning
        counts.audioOutput = audioOutput ?? 0
        counts.imageOutput = imageOutput ?? 0
        if flavor == .perplexity {
            counts.citation = citation ?? 0
            counts.completion += counts.citation
        }
        return counts
    }

    /// Every generated token, and how many of them reason.
    private func generated(_ flavor: UsageFlavor, prompt: Int64) -> (completion: Int64, reasoning: Int64) {
        let completion = completion ?? 0
        let inside = reasoning ?? 0
        switch flavor {
        case .perplexity:
            let beside = reasoningBeside ?? 0
            return (completion + beside, max(beside, inside))
        case .gemini, .vertex:
            // The OpenAI-compatible endpoint leaves the thoughts out of the completion, not out of the total.
            let thoughts = max((total ?? 0) - prompt - completion, 0)
            return (completion + thoughts, max(inside, thoughts))
        default:
            // xAI counts reasoning beside the completion; its total tells, whoever passes its counts on.
            if inside > 0, let total {
                if total == prompt + completion + inside { return (completion + inside, inside) }
                if total == prompt + completion { return (completion, inside) }
            }
            return flavor == .xai ? (completion + inside, inside) : (completion, inside)
        }
    }
}
