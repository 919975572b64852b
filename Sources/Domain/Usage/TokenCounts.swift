/// Token counts in **disjoint** classes: a token is in exactly one, and the classes add up to the call's total.
///
/// Providers count in overlapping ways (cached inside or beside the prompt, reasoning inside or beside the
/// completion); a dialect maps them into these. All counts are >= 0.
public struct TokenCounts: Sendable, Hashable {
    /// Prompt tokens, text (or of a modality not told), neither read from nor written to a cache.
    public var input: Int64 = 0
    /// Prompt tokens read from a cache, text or of a modality not told.
    public var cachedInput: Int64 = 0
    /// Prompt tokens written to a cache that lives 5 minutes, or whose lifetime is not told.
    public var cacheWrite5m: Int64 = 0
    /// Prompt tokens written to a cache that lives 1 hour.
    public var cacheWrite1h: Int64 = 0
    /// Prompt tokens of audio, not from a cache.
    public var audioInput: Int64 = 0
    /// Prompt tokens of audio read from a cache.
    public var cachedAudioInput: Int64 = 0
    /// Prompt tokens of images, not from a cache.
    public var imageInput: Int64 = 0
    /// Prompt tokens of images read from a cache.
    public var cachedImageInput: Int64 = 0
    /// Prompt tokens of video.
    public var videoInput: Int64 = 0
    /// Generated tokens, text or of a kind not told.
    public var output: Int64 = 0
    /// Generated tokens of reasoning (thinking).
    public var reasoning: Int64 = 0
    /// Generated tokens of audio.
    public var audioOutput: Int64 = 0
    /// Generated tokens of images.
    public var imageOutput: Int64 = 0
    /// Generated tokens of citations that are billed apart (Perplexity).
    public var citation: Int64 = 0

    /// No tokens at all.
    public init() {}

    /// Every billed prompt token.
    public var inputTotal: Int64 {
        var sum = ClampedSum(input)
        sum.add(cachedInput)
        sum.add(cacheWrite5m)
        sum.add(cacheWrite1h)
        sum.add(audioInput)
        sum.add(cachedAudioInput)
        sum.add(imageInput)
        sum.add(cachedImageInput)
        sum.add(videoInput)
        return sum.value
    }

    /// Every prompt token read from a cache.
    public var cachedTotal: Int64 {
        var sum = ClampedSum(cachedInput)
        sum.add(cachedAudioInput)
        sum.add(cachedImageInput)
        return sum.value
    }

    /// Every prompt token written to a cache.
    public var cacheWriteTotal: Int64 {
        var sum = ClampedSum(cacheWrite5m)
        sum.add(cacheWrite1h)
        return sum.value
    }

    /// Every billed generated token.
    public var outputTotal: Int64 {
        var sum = ClampedSum(output)
        sum.add(reasoning)
        sum.add(audioOutput)
        sum.add(imageOutput)
        sum.add(citation)
        return sum.value
    }

    /// Every prompt token of audio.
    public var audioInputTotal: Int64 {
        var sum = ClampedSum(audioInput)
        sum.add(cachedAudioInput)
        return sum.value
    }
}

/// A sum that stays at the end of the range instead of trapping: the counts come from outside.
private struct ClampedSum {
    var value: Int64

    init(_ value: Int64) { self.value = value }

    mutating func add(_ other: Int64) {
        let (sum, overflow) = value.addingReportingOverflow(other)
        value = overflow ? (other < 0 ? .min : .max) : sum
    }
}
