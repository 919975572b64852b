import Money

/// What ``BudgetBook`` keeps under its lock: lines (budgets), their accounts (windows), and which apply to whom.
///
/// Accounts are numbered places in a list, so that a hold names its accounts without a lookup; a place is used again
/// only when nothing is held in it.
struct BudgetBookState: Sendable {
    let isShared: Bool
    var lines: [BudgetLine?] = []
    var accounts: [BudgetAccount?] = []
    private var freePlaces: [Int] = []
    private var index = BudgetIndex()
    private var lineOf: [BudgetID: Int] = [:]
    /// Kept for its memory.
    private var matches: [BudgetIndex.Match] = []

    init(isShared: Bool) { self.isShared = isShared }

    var hasAny: Bool { lines.contains { $0 != nil } }
    var hasHard: Bool { lines.contains { $0?.budget.mode == .hard } }
    var hasModels: Bool { lines.contains { $0?.budget.id.scope == .model } }
    var standardBudget: Budget? { index.standard.flatMap { lines[$0.line]?.budget } }
    var held: NanoUSD { accounts.reduce(.zero) { $0.addingClamped($1?.held ?? .zero) } }

    // MARK: Calls

    /// The lines that apply to `subject`, in ``matches``.
    private mutating func match(_ subject: borrowing BudgetSubject) {
        matches.removeAll(keepingCapacity: true)
        index.matches(subject, into: &matches) { lines[$0]?.budget.id.window ?? .total }
    }

    /// The places of the hard budgets' accounts for `subject`.
    private mutating func hardPlaces(_ subject: borrowing BudgetSubject, _ startedAt: Int64) -> [Int] {
        match(subject)
        return matches.compactMap { match in
            lines[match.line]?.budget.mode == .hard ? place(match.line, match.name, startedAt) : nil
        }
    }

    mutating func room(_ subject: borrowing BudgetSubject, _ startedAt: Int64) -> BudgetRoom? {
        var room: BudgetRoom?
        for place in hardPlaces(subject, startedAt) {
            guard let account = accounts[place], let budget = budget(of: account) else { continue }
            let left = account.left(budget)
            if let tightest = room, tightest.left < left { continue }
            let sharesTightest = room.map { $0.left == left } ?? false
            room = BudgetRoom(
                left: left, capsOutput: budget.capsOutput && (!sharesTightest || room?.capsOutput == true),
                budget: budget, period: account.period)
        }
        return room
    }

    mutating func admit(
        _ subject: borrowing BudgetSubject, _ amount: NanoUSD, _ startedAt: Int64, _ now: Int64
    ) -> BudgetAdmission {
        let places = hardPlaces(subject, startedAt)
        guard !places.isEmpty else { return .admitted(nil) }
        var refusal: BudgetRefusal?
        var wanting: [BudgetAccountState] = []
        for place in places {
            guard let account = accounts[place], let budget = budget(of: account),
                account.room(budget, isShared: isShared, now: now) < amount
            else { continue }
            let left = account.left(budget)
            if isShared, amount <= left {
                wanting.append(accountState(account, budget))
            } else if refusal.map({ left < $0.left }) ?? true {
                refusal = BudgetRefusal(budget: budget, period: account.period, left: left, needed: amount)
            }
        }
        if let refusal { return .refused(refusal) }
        guard wanting.isEmpty else { return .needsLease(wanting) }
        for place in places {
            accounts[place]?.held += amount
            accounts[place]?.openHolds += 1
        }
        return .admitted(BudgetHold(amount: amount, accounts: places))
    }

    mutating func release(_ hold: BudgetHold) {
        for place in hold.accounts {
            guard var account = accounts[place] else { continue }
            account.held -= hold.amount
            account.openHolds -= 1
            accounts[place] = account
            if account.isRetired, account.openHolds == 0 { free(place) }
        }
    }

    mutating func spend(
        _ subject: borrowing BudgetSubject, _ cost: NanoUSD, _ sequence: Int64, _ startedAt: Int64, _ at: Int64
    ) -> [BudgetAlert] {
        match(subject)
        var alerts: [BudgetAlert] = []
        for match in matches {
            guard let place = place(match.line, match.name, startedAt) else { continue }
            accounts[place]?.count(cost, sequence: sequence)
            check(place, at, &alerts)
        }
        return alerts
    }

    /// Adds alerts for the thresholds that the account's spend has passed.
    mutating func check(_ place: Int, _ at: Int64, _ alerts: inout [BudgetAlert]) {
        guard let account = accounts[place], let budget = budget(of: account) else { return }
        let spent = account.spent.addingClamped(account.spentElsewhere)
        var told = account.toldThresholds
        while told < budget.thresholds.count, budget.thresholds[told].isReached(by: spent, of: budget.limit) {
            var id = budget.id
            id.name = account.name
            alerts.append(
                BudgetAlert(
                    budget: id, period: account.period.name, threshold: budget.thresholds[told],
                    revision: budget.revision, spent: spent, limit: budget.limit,
                    projected: account.period.projected(spent, at: at), at: at))
            told += 1
        }
        if told != account.toldThresholds { accounts[place]?.toldThresholds = told }
    }

    // MARK: Accounts

    func budget(of account: BudgetAccount) -> Budget? { lines[account.line]?.budget }

    /// The place of the account of `name` in the window of `instant`, made when it is the first call in it.
    mutating func place(_ line: Int, _ name: String, _ instant: Int64) -> Int? {
        // Of what is there already, nothing is copied but the list of places.
        let places = lines[line]?.accounts[name] ?? []
        if let place = places.last(where: { accounts[$0]?.period.contains(instant) ?? false }) { return place }
        guard let found = lines[line] else { return nil }
        let period = found.calendar.period(found.budget.id.window, containing: instant)
        let account = found.account(of: name, in: period, at: line)
        let place = freePlaces.popLast() ?? accounts.count
        if place == accounts.count { accounts.append(account) } else { accounts[place] = account }
        lines[line]?.accounts[name, default: []].append(place)
        return place
    }

    /// Uses the place again, once nothing is held in it.
    private mutating func free(_ place: Int) {
        accounts[place] = nil
        freePlaces.append(place)
    }

    private mutating func retire(_ place: Int) {
        guard var account = accounts[place] else { return }
        account.isRetired = true
        accounts[place] = account
        if account.openHolds == 0 { free(place) }
    }

    mutating func sweep(_ at: Int64) {
        let longAgo: Int64 = 2 * 3600 * 1_000_000
        for (number, line) in lines.enumerated() {
            guard var line else { continue }
            for (name, places) in line.accounts {
                let kept = places.filter { place in
                    guard let account = accounts[place] else { return false }
                    let isOld = account.period.isBounded && at - account.period.end > longAgo
                    if isOld, account.openHolds == 0 { free(place) }
                    return !isOld || account.openHolds > 0
                }
                guard kept.count != places.count else { continue }
                line.accounts[name] = kept.isEmpty ? nil : kept
                lines[number] = line
            }
            if let opening = line.opening, opening.period.isBounded, at - opening.period.end > longAgo {
                lines[number]?.opening = nil
            }
        }
    }

    // MARK: Budgets

    mutating func set(
        _ budget: Budget, _ calendar: BudgetCalendar, _ countsAfter: Int64, _ isStandard: Bool, _ at: Int64
    ) -> [BudgetAlert] {
        let existing = isStandard ? index.standard?.line : lineOf[budget.id]
        if let existing, let old = lines[existing]?.budget, old.timeZone == budget.timeZone,
            old.id.window == budget.id.window
        {
            return change(existing, from: old, to: budget, at)
        }
        if isStandard { removeStandard() } else { remove(budget.id) }
        let line = lines.firstIndex { $0 == nil } ?? lines.count
        let made = BudgetLine(budget: budget, calendar: calendar, countsAfter: countsAfter)
        if line == lines.count { lines.append(made) } else { lines[line] = made }
        if isStandard {
            index.standard = (line, budget.id.window)
        } else {
            lineOf[budget.id] = line
            index.add(line, budget.id)
        }
        return []
    }

    /// Another limit, mode or list of thresholds: the accounts stay, what was told is told again where it is new.
    private mutating func change(_ line: Int, from old: Budget, to new: Budget, _ at: Int64) -> [BudgetAlert] {
        lines[line]?.budget = new
        guard old.revision != new.revision || old.thresholds != new.thresholds else { return [] }
        var alerts: [BudgetAlert] = []
        for places in (lines[line]?.accounts ?? [:]).values {
            for place in places where accounts[place]?.period.contains(at) == true {
                accounts[place]?.toldThresholds = 0
                check(place, at, &alerts)
            }
        }
        return alerts
    }

    mutating func remove(_ id: BudgetID) {
        guard let line = lineOf.removeValue(forKey: id) else { return }
        index.remove(line, id)
        close(line)
    }

    mutating func removeStandard() {
        guard let line = index.standard?.line else { return }
        index.standard = nil
        close(line)
    }

    private mutating func close(_ line: Int) {
        for places in (lines[line]?.accounts ?? [:]).values {
            for place in places { retire(place) }
        }
        lines[line] = nil
    }

    // MARK: What the ledger had

    func opening(of id: BudgetID, _ at: Int64) -> (period: BudgetPeriod, through: Int64)? {
        lineOf[id].flatMap { opening($0, at) }
    }

    func standardOpening(_ at: Int64) -> (period: BudgetPeriod, through: Int64)? {
        index.standard.flatMap { opening($0.line, at) }
    }

    private func opening(_ line: Int, _ at: Int64) -> (period: BudgetPeriod, through: Int64)? {
        lines[line].map { ($0.calendar.period($0.budget.id.window, containing: at), $0.countsAfter) }
    }

    mutating func open(
        _ id: BudgetID, _ period: BudgetPeriod, _ spent: [String: NanoUSD], _ at: Int64
    ) -> [BudgetAlert] {
        lineOf[id].map { open($0, period, spent, at) } ?? []
    }

    mutating func openStandard(
        _ period: BudgetPeriod, _ spent: [String: NanoUSD], _ at: Int64
    ) -> [BudgetAlert] {
        index.standard.map { open($0.line, period, spent, at) } ?? []
    }

    /// Sets what accounts of `period` begin with; where that reaches a threshold already, the account is made and told.
    private mutating func open(
        _ line: Int, _ period: BudgetPeriod, _ spent: [String: NanoUSD], _ at: Int64
    ) -> [BudgetAlert] {
        guard let budget = lines[line]?.budget else { return [] }
        lines[line]?.opening = .init(period: period, spent: spent)
        for places in (lines[line]?.accounts ?? [:]).values {
            for place in places where accounts[place]?.period == period {
                guard let name = accounts[place]?.name else { continue }
                accounts[place]?.base = spent[name] ?? .zero
            }
        }
        var alerts: [BudgetAlert] = []
        guard let lowest = budget.thresholds.first, period.contains(at) else { return [] }
        for (name, amount) in spent where lowest.isReached(by: amount, of: budget.limit) {
            if let place = place(line, name, at) { check(place, at, &alerts) }
        }
        return alerts
    }

    // MARK: Finding accounts

    /// The line of `id`; for a user without one in that window, the default's.
    func line(of id: BudgetID) -> Int? {
        if let line = lineOf[id] { return line }
        guard id.scope == .user, let standard = index.standard, standard.window == id.window else { return nil }
        return standard.line
    }

    var ownLines: [(id: BudgetID, line: Int)] { lineOf.map { ($0.key, $0.value) } }

    func accountState(_ account: BudgetAccount, _ budget: Budget) -> BudgetAccountState {
        var named = budget
        named.id.name = account.name
        return BudgetAccountState(
            budget: named, period: account.period, spent: account.spent, held: account.held,
            spentElsewhere: account.spentElsewhere, lease: account.lease)
    }
}
