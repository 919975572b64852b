import Money

extension UsageTotals {
    /// Adds the sums of other rows.
    public mutating func add(_ other: UsageTotals) {
        cost += other.cost
        requests += other.requests
        errors += other.errors
        unpricedRequests += other.unpricedRequests
        inputTokens += other.inputTokens
        cachedInputTokens += other.cachedInputTokens
        cacheWriteTokens += other.cacheWriteTokens
        outputTokens += other.outputTokens
        reasoningTokens += other.reasoningTokens
    }

    /// Takes away the sums of rows that are in these.
    public mutating func subtract(_ other: UsageTotals) {
        cost -= other.cost
        requests -= other.requests
        errors -= other.errors
        unpricedRequests -= other.unpricedRequests
        inputTokens -= other.inputTokens
        cachedInputTokens -= other.cachedInputTokens
        cacheWriteTokens -= other.cacheWriteTokens
        outputTokens -= other.outputTokens
        reasoningTokens -= other.reasoningTokens
    }
}
