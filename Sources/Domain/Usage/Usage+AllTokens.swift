extension Usage {
    /// Every token of the call, by class: those of the model that answered and those in ``additional``.
    public var allTokens: TokenCounts {
        additional.reduce(into: tokens) { $0.add($1.tokens) }
    }
}

extension TokenCounts {
    /// Adds `other`, class by class.
    public mutating func add(_ other: TokenCounts) {
        input += other.input
        cachedInput += other.cachedInput
        cacheWrite5m += other.cacheWrite5m
        cacheWrite1h += other.cacheWrite1h
        audioInput += other.audioInput
        cachedAudioInput += other.cachedAudioInput
        imageInput += other.imageInput
        cachedImageInput += other.cachedImageInput
        videoInput += other.videoInput
        output += other.output
        reasoning += other.reasoning
        audioOutput += other.audioOutput
        imageOutput += other.imageOutput
        citation += other.citation
    }
}
