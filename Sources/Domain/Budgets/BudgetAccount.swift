import Money

/// What is spent and held of one budget in one window.
struct BudgetAccount: Sendable {
    /// Place of its line in the book; the line's budget may be changed while the account stays.
    let line: Int
    /// Whose spend it is: the budget's own name, or a user's under the default.
    let name: String
    let period: BudgetPeriod
    /// Read from the ledger: the rows with ids up to ``baseThrough``.
    var base = NanoUSD.zero
    var baseThrough: Int64
    /// Of calls with later ids, counted as they were committed.
    var counted = NanoUSD.zero
    var held = NanoUSD.zero
    var openHolds = 0
    var spentElsewhere = NanoUSD.zero
    var lease: BudgetLease?
    /// How many of the budget's thresholds have been told, from the lowest on.
    var toldThresholds = 0
    /// Its budget is gone; it stays until nothing is held any more.
    var isRetired = false

    init(line: Int, name: String, period: BudgetPeriod, base: NanoUSD, baseThrough: Int64) {
        self.line = line
        self.name = name
        self.period = period
        self.base = base
        self.baseThrough = baseThrough
    }

    /// Committed by this gateway.
    var spent: NanoUSD { base.addingClamped(counted) }

    /// Adds what a call cost, unless the ledger's sum has it.
    mutating func count(_ cost: NanoUSD, sequence: Int64) {
        if sequence > baseThrough { counted = counted.addingClamped(cost) }
    }

    /// What of `budget` could be held now.
    ///
    /// - Parameter now: nanoseconds of the monotonic clock; a lease counts only before its end.
    func room(_ budget: Budget, isShared: Bool, now: Int64) -> NanoUSD {
        let used = spent.addingClamped(held)
        guard isShared else { return budget.limit.subtractingClamped(used) }
        guard let lease, now < lease.expiresAt else { return .zero }
        return min(lease.total, budget.limit).subtractingClamped(used)
    }

    /// What is left for callers to be told: never below zero.
    func left(_ budget: Budget) -> NanoUSD {
        let used = spent.addingClamped(held).addingClamped(spentElsewhere)
        return max(.zero, budget.limit.subtractingClamped(used))
    }
}
