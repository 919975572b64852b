public import Money

/// Why a hard budget does not admit a call.
public struct BudgetRefusal: Sendable, Hashable {
    /// The tightest of the budgets that refuse.
    public var budget: Budget
    public var period: BudgetPeriod
    /// What could still be held when it was asked; never below zero.
    public var left: NanoUSD
    /// The call's worst case.
    public var needed: NanoUSD
    /// Whether the store that gateways share could not be asked.
    public var isOutage = false

    /// A refusal by `budget`.
    public init(budget: Budget, period: BudgetPeriod, left: NanoUSD, needed: NanoUSD, isOutage: Bool = false) {
        self.budget = budget
        self.period = period
        self.left = left
        self.needed = needed
        self.isOutage = isOutage
    }
}

/// What the book says to a call.
public enum BudgetAdmission: Sendable, Hashable {
    /// Admitted; nil where no hard budget applies.
    case admitted(BudgetHold?)
    case refused(BudgetRefusal)
    /// The leases at hand do not suffice: each of these must be extended, by the amount needed, before it is asked again.
    case needsLease([BudgetAccountState])
}

/// How much a call may cost before a hard budget refuses it.
public struct BudgetRoom: Sendable, Hashable {
    /// The least that is left over all hard budgets that apply.
    public var left: NanoUSD
    /// Whether every budget that has no more than that lets the output be capped.
    public var capsOutput: Bool
    /// The tightest budget.
    public var budget: Budget
    public var period: BudgetPeriod
}
