public import Money

/// The part of some hard budgets that a call in flight may still need: its worst case.
///
/// Given back exactly once, by `BudgetBook.settle` or `BudgetBook.release`.
public struct BudgetHold: Sendable, Hashable {
    /// What is held in each account.
    public let amount: NanoUSD
    /// Places in the book's list of accounts; these stay while something is held in them.
    let accounts: [Int]
}
