import Money

extension BudgetBookState {
    mutating func setSpentElsewhere(
        _ amount: NanoUSD, _ id: BudgetID, _ period: String, _ at: Int64
    ) -> [BudgetAlert] {
        guard let line = line(of: id), let place = place(line, id.name, period: period, at) else { return [] }
        accounts[place]?.spentElsewhere = amount
        var alerts: [BudgetAlert] = []
        check(place, at, &alerts)
        return alerts
    }

    mutating func setLease(_ lease: BudgetLease?, _ id: BudgetID, _ period: String) -> Bool {
        guard let line = line(of: id), let places = lines[line]?.accounts[id.name],
            let place = places.first(where: { accounts[$0]?.period.name == period }), let account = accounts[place]
        else { return false }
        if let lease, account.spent.addingClamped(account.held) > lease.total { return false }
        accounts[place]?.lease = lease
        return true
    }

    func leased() -> [BudgetAccountState] {
        accounts.compactMap { account in
            guard let account, !account.isRetired, account.lease != nil || account.openHolds > 0,
                let budget = budget(of: account)
            else { return nil }
            return accountState(account, budget)
        }
    }

    /// The account of the window named `period`; made when that is the one which runs at `at`.
    private mutating func place(_ line: Int, _ name: String, period: String, _ at: Int64) -> Int? {
        for place in lines[line]?.accounts[name] ?? [] where accounts[place]?.period.name == period { return place }
        guard let found = lines[line],
            found.calendar.period(found.budget.id.window, containing: at).name == period
        else { return nil }
        return place(line, name, at)
    }

    // MARK: Readers

    /// Reading makes no account: a window without calls has what the ledger had.
    func account(of id: BudgetID, _ at: Int64) -> BudgetAccountState? {
        guard let number = line(of: id), let line = lines[number] else { return nil }
        for place in line.accounts[id.name] ?? [] {
            if let account = accounts[place], account.period.contains(at) { return accountState(account, line.budget) }
        }
        let period = line.calendar.period(id.window, containing: at)
        return accountState(line.account(of: id.name, in: period, at: number), line.budget)
    }

    func accounts(_ at: Int64) -> [BudgetAccountState] {
        ownLines.compactMap { account(of: $0.id, at) }.sorted { left, right in
            let (left, right) = (left.budget.id, right.budget.id)
            return (left.scope.rawValue, left.name, left.window.rawValue)
                < (right.scope.rawValue, right.name, right.window.rawValue)
        }
    }
}
