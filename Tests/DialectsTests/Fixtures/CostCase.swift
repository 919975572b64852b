import Dialects
import Testing
import Usage

/// One answer of a provider, and what it must be read as.
struct CostCase: Sendable, CustomTestStringConvertible {
    var id: String
    var provider: String
    var api: API
    var isStream: Bool
    var expected: Counts
    /// What the provider says that it charged, in dollars.
    var statedCost: String?
    /// The other model that took part.
    var advisor: String?
    var payload: String

    var testDescription: String { id }
    var flavor: UsageFlavor { UsageFlavor(provider: ProviderID(rawValue: provider)) }
}

/// Whole counts, as the cases state them: `cached` and so on are parts of `input`, `reasoning` of `output`.
struct Counts: Sendable, Hashable {
    var input: Int64 = 0
    var cached: Int64 = 0
    var cacheWrite: Int64 = 0
    var cacheWrite1h: Int64 = 0
    var output: Int64 = 0
    var reasoning: Int64 = 0
    var audioInput: Int64 = 0
    var imageInput: Int64 = 0
    var audioOutput: Int64 = 0
    var imageOutput: Int64 = 0
    var webSearches: Int64 = 0

    init(
        input: Int64 = 0, cached: Int64 = 0, cacheWrite: Int64 = 0, cacheWrite1h: Int64 = 0, output: Int64 = 0,
        reasoning: Int64 = 0, audioInput: Int64 = 0, imageInput: Int64 = 0, audioOutput: Int64 = 0,
        imageOutput: Int64 = 0, webSearches: Int64 = 0
    ) {
        self.input = input
        self.cached = cached
        self.cacheWrite = cacheWrite
        self.cacheWrite1h = cacheWrite1h
        self.output = output
        self.reasoning = reasoning
        self.audioInput = audioInput
        self.imageInput = imageInput
        self.audioOutput = audioOutput
        self.imageOutput = imageOutput
        self.webSearches = webSearches
    }

    /// The whole counts of `usage`, with those of further models.
    init(_ usage: Usage) {
        for tokens in [usage.tokens] + usage.additional.map(\.tokens) {
            input += tokens.inputTotal
            cached += tokens.cachedTotal
            cacheWrite += tokens.cacheWriteTotal
            cacheWrite1h += tokens.cacheWrite1h
            output += tokens.outputTotal
            reasoning += tokens.reasoning
            audioInput += tokens.audioInputTotal
            imageInput += tokens.imageInput + tokens.cachedImageInput
            audioOutput += tokens.audioOutput
            imageOutput += tokens.imageOutput
        }
        webSearches = usage.quantity(.webSearches)
    }
}
