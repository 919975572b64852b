public import Budgets
public import Money

/// The port through which hard budgets are shared by several gateways (DESIGN.md "The ledger": escrow).
///
/// `BudgetBook` admits against the lease that it has, synchronously; where that does not suffice, the call waits for
/// ``extend(_:by:)``. What an outage means is the adapter's to decide by the budget's policy
/// (`Budget.OutagePolicy`): it then grants or refuses without having asked.
public protocol BudgetLeasing: Sendable {
    /// Asks for a lease with which `needed` more than `account.spent + account.held` fits.
    ///
    /// Called once at a time for one account; never takes much longer than the adapter's command timeout.
    func extend(_ account: BudgetAccountState, by needed: NanoUSD) async -> LeaseAnswer
}

/// What came of asking for a lease.
public enum LeaseAnswer: Sendable, Hashable {
    case granted(BudgetLease)
    /// The budget has no more than `left` for this gateway.
    case exhausted(left: NanoUSD)
    /// The store does not answer now, and it is worth asking again, with the account as it then is; a little time has
    /// been waited.
    case askAgain
    /// The store cannot be reached, and the budget's policy is not to spend without it.
    case unavailable
}
