import Budgets
import Ledger
import Money

/// Names one window of one budget.
struct AccountKey: Sendable, Hashable {
    var id: BudgetID
    var period: String

    init(_ account: BudgetAccountState) {
        id = account.budget.id
        period = account.period.name
    }
}

/// What is remembered of an account between two words with the server.
struct AccountMemory: Sendable {
    /// The part of the spend here that earlier incarnations have told under their own names; nil = to be asked for.
    var offset: NanoUSD?
    /// What could be leased in all, as last heard.
    var available: NanoUSD?
    /// As last told.
    var spent: NanoUSD?
    var held = NanoUSD.zero
    /// Monotonic nanoseconds at which spend or holds last changed.
    var changedAt: Int64 = 0
    /// Monotonic nanoseconds at which it was last told.
    var toldAt: Int64 = 0
    /// Calls that are asking for more.
    var asking = 0
    /// Monotonic nanoseconds at which more was last asked for.
    var askedAt: Int64 = 0
    /// Seconds since 1970 after which nobody asks for the window any more.
    var end: Int64
}
