import Checks
import Dialects
import Money
import Usage

/// What must be true of usage, whatever a provider says.
enum UsageCheck {
    /// No count is negative, no class is more than the whole that it belongs to, and nothing has run over.
    static func check(_ response: MeteredResponse) {
        Checks.check(response.outputText.count <= 128 << 10, "more text is kept than there is room for")
        guard let usage = response.usage else { return }
        for tokens in [usage.tokens] + usage.additional.map(\.tokens) { check(tokens, usage) }
        for meter in usage.meters { Checks.check(meter.quantity > 0, "\(meter.unit) is \(meter.quantity)") }
        Checks.check(Set(usage.meters.map(\.unit)).count == usage.meters.count, "a unit is there twice")
        if let stated = usage.statedCost { Checks.check(stated.units >= 0, "a stated cost below 0") }
        if let input = usage.tierInputTokens { Checks.check(input >= 0, "tier tokens below 0") }
    }

    private static func check(_ tokens: TokenCounts, _ usage: Usage) {
        let input = [
            tokens.input, tokens.cachedInput, tokens.cacheWrite5m, tokens.cacheWrite1h, tokens.audioInput,
            tokens.cachedAudioInput, tokens.imageInput, tokens.cachedImageInput, tokens.videoInput,
        ]
        let output = [tokens.output, tokens.reasoning, tokens.audioOutput, tokens.imageOutput, tokens.citation]
        for count in input + output { Checks.check(count >= 0, "a negative count in \(usage)") }
        let sums = [(input, tokens.inputTotal), (output, tokens.outputTotal)]
        for (classes, total) in sums {
            let exact = classes.reduce(Int128(0)) { $0 + Int128($1) }
            Checks.check(exact == Int128(total), "the classes add up to \(exact), not to \(total): \(usage)")
        }
        Checks.check(tokens.cachedTotal + tokens.cacheWriteTotal <= tokens.inputTotal, "more from a cache than in all")
        Checks.check(tokens.audioInputTotal <= tokens.inputTotal, "more audio than in all")
    }
}
