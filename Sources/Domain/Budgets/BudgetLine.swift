import Money

/// A budget in force, and where its accounts are.
struct BudgetLine: Sendable {
    var budget: Budget
    let calendar: BudgetCalendar
    /// Rows up to this id are read from the ledger; the book counts the later ones itself.
    let countsAfter: Int64
    /// The accounts by name, oldest window first; more than one name only under the default budget.
    var accounts: [String: [Int]] = [:]
    /// What the ledger had for the window that ran when the line was made.
    var opening: Opening?

    /// The spend that was read for one window, by name.
    struct Opening: Sendable {
        var period: BudgetPeriod
        var spent: [String: NanoUSD]
    }

    init(budget: Budget, calendar: BudgetCalendar, countsAfter: Int64) {
        self.budget = budget
        self.calendar = calendar
        self.countsAfter = countsAfter
    }

    /// The account of `name` in the window `period`, with what the ledger had for it.
    func account(of name: String, in period: BudgetPeriod, at line: Int) -> BudgetAccount {
        var base = NanoUSD.zero
        if let opening, opening.period == period { base = opening.spent[name] ?? .zero }
        return BudgetAccount(line: line, name: name, period: period, base: base, baseThrough: countsAfter)
    }
}
