import Money
import Usage

/// The highest rates over the tables that a call can meet; missing when one of them has no rate.
struct PeakRates {
    private(set) var input: Rate? = .zero
    private(set) var output: Rate? = .zero
    /// Whether any table has a rate for generated tokens.
    private(set) var hasOutput = false

    /// Takes in `table`, for content of these kinds.
    mutating func add(
        _ table: RateTable, input inputKinds: CallBound.Modalities, output outputKinds: CallBound.Modalities
    ) {
        let tokens = table.tokens
        Self.raise(&input, tokens.input)
        Self.raise(&input, tokens.cachedInput)
        Self.raise(&input, tokens.cacheWrite5m)
        Self.raise(&input, tokens.cacheWrite1h)
        Self.raise(&input, table.cacheWrite12h)
        if inputKinds.contains(.audio) {
            Self.raise(&input, tokens.audioInput)
            Self.raise(&input, tokens.cachedAudioInput)
        }
        if inputKinds.contains(.image) {
            Self.raise(&input, tokens.imageInput)
            Self.raise(&input, tokens.cachedImageInput)
        }
        if inputKinds.contains(.video) { Self.raise(&input, tokens.videoInput) }
        if tokens.output != nil { hasOutput = true }
        if outputKinds.contains(.text) {
            Self.raise(&output, tokens.output)
            Self.raise(&output, tokens.reasoning)
            Self.raise(&output, tokens.citation)
        }
        if outputKinds.contains(.audio) { Self.raise(&output, tokens.audioOutput) }
        if outputKinds.contains(.image) { Self.raise(&output, tokens.imageOutput) }
        if outputKinds.contains(.video) { Self.raise(&output, table.outputVideo) }
    }

    private static func raise(_ peak: inout Rate?, _ rate: Rate?) {
        guard let known = peak else { return }
        peak = rate.map { max($0, known) }
    }
}
