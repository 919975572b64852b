import Ledger
import Money

/// ``UsageTotals`` as a text of whole numbers: requests first, since they grow with every row.
enum SumsText {
    static func text(_ totals: UsageTotals) -> String {
        [
            totals.requests, totals.cost.rawValue, totals.errors, totals.unpricedRequests, totals.inputTokens,
            totals.cachedInputTokens, totals.cacheWriteTokens, totals.outputTokens, totals.reasoningTokens,
        ].map(String.init).joined(separator: " ")
    }

    /// Reads such a text, to which a later version may have added numbers at the end; nil for anything else.
    static func totals(_ text: String) -> UsageTotals? {
        let numbers = text.split(separator: " ").map { Int64($0) }
        guard numbers.count >= 9, !numbers.contains(nil) else { return nil }
        func number(_ index: Int) -> Int64 { numbers[index] ?? 0 }
        var totals = UsageTotals()
        totals.requests = number(0)
        totals.cost = NanoUSD(rawValue: number(1))
        totals.errors = number(2)
        totals.unpricedRequests = number(3)
        totals.inputTokens = number(4)
        totals.cachedInputTokens = number(5)
        totals.cacheWriteTokens = number(6)
        totals.outputTokens = number(7)
        totals.reasoningTokens = number(8)
        return totals
    }
}
