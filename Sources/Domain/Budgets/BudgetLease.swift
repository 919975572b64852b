public import Money

/// The part of a shared hard budget that this gateway may spend in one window without asking again.
public struct BudgetLease: Sendable, Hashable {
    /// All that this gateway may have spent and held in the window, counted from the window's beginning.
    public var total: NanoUSD
    /// Until when, in nanoseconds of the monotonic clock; the margin for clocks that drift is taken off already.
    public var expiresAt: Int64

    /// A lease of `total`.
    public init(total: NanoUSD, expiresAt: Int64) {
        self.total = total
        self.expiresAt = expiresAt
    }
}

/// One window of one budget, and what this gateway has spent of it: what a lease is asked for, reported and shown by.
public struct BudgetAccountState: Sendable, Hashable {
    /// The budget in force; for a user without one of its own, the default with that user's name.
    public var budget: Budget
    public var period: BudgetPeriod
    /// Committed here, in the ledger.
    public var spent: NanoUSD
    /// Worst cases of the calls in flight here.
    public var held: NanoUSD
    /// Committed by the other gateways, as last heard.
    public var spentElsewhere: NanoUSD
    public var lease: BudgetLease?

    /// A state.
    public init(
        budget: Budget, period: BudgetPeriod, spent: NanoUSD, held: NanoUSD, spentElsewhere: NanoUSD = .zero,
        lease: BudgetLease? = nil
    ) {
        self.budget = budget
        self.period = period
        self.spent = spent
        self.held = held
        self.spentElsewhere = spentElsewhere
        self.lease = lease
    }
}
