import GRDB
import Ledger
import Money

/// Reads the sums of a roll-up: ``Schema/sums``, in order, from the column `first` on.
enum TotalsRow {
    static let columns = Schema.sums.joined(separator: ", ")
    static let summed = Schema.sums.map { "sum(\($0)) AS \($0)" }.joined(separator: ", ")
    /// The same where there may be no rows.
    static let summedOrZero = Schema.sums.map { "coalesce(sum(\($0)), 0) AS \($0)" }.joined(separator: ", ")

    /// The sums in `row`.
    static func totals(_ row: Row, from first: Int) -> UsageTotals {
        var totals = UsageTotals()
        totals.cost = NanoUSD(rawValue: row[first])
        totals.requests = row[first + 1]
        totals.errors = row[first + 2]
        totals.unpricedRequests = row[first + 3]
        totals.inputTokens = row[first + 4]
        totals.cachedInputTokens = row[first + 5]
        totals.cacheWriteTokens = row[first + 6]
        totals.outputTokens = row[first + 7]
        totals.reasoningTokens = row[first + 8]
        return totals
    }
}
