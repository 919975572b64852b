import Budgets
import Ledger
import Money
import RESP
import RedisClient
import Synchronization
import Usage

/// Hard budgets over several gateways by leases, and what others have spent of any budget.
///
/// A gateway may spend what it has a lease for, and asks for more when that does not suffice. What it asks for beyond
/// the call at hand is a share of what is left, so that leases get smaller as the budget gets used up.
final class SharedBudgets: Sendable {
    /// What to do with a lease.
    enum Mode: String, Sendable {
        /// Tells what was spent; the lease stays as it is.
        case report
        /// Extends or renews.
        case lease
        /// Gives back what is not spent or held.
        case giveBack = "return"
    }

    private let client: RedisClient
    private let epoch: SharedEpoch
    private let settings: SharedStoreSettings
    private let clock: SharedClock
    private let label: String
    /// Earlier incarnations, as the script takes them.
    private let earlier: [String]
    private let accounts = Mutex<[AccountKey: AccountMemory]>([:])
    private let losses = Atomic(0)
    private let sequence = Atomic<Int64>(1)
    private let outage: Outage
    private let outageCounts = Mutex<[SharedStoreHealth.OutageDecision: Int64]>([:])

    init(
        client: RedisClient, epoch: SharedEpoch, settings: SharedStoreSettings, clock: SharedClock,
        incarnations: [Incarnation]
    ) {
        self.client = client
        self.epoch = epoch
        self.settings = settings
        self.clock = clock
        outage = Outage(patience: settings.patience, clock: clock)
        label = incarnations.last?.label ?? ""
        earlier = incarnations.dropLast().map { ($0.isOfThisDirectory ? "1" : "0") + $0.label }
    }

    var outages: [SharedStoreHealth.OutageDecision: Int64] { outageCounts.withLock { $0 } }

    // MARK: Calls that need more than the lease at hand

    /// Asks for a lease with which `needed` more fits.
    ///
    /// Where the store does not answer and the budget's `on_outage` would refuse the call, `askAgain` for a moment.
    func extend(_ account: BudgetAccountState, by needed: NanoUSD) async -> LeaseAnswer {
        let key = AccountKey(account)
        noteAsking(key, account, +1)
        defer { noteAsking(key, account, -1) }
        do {
            let asked = clock.monotonic()
            let answer = try await tell(account, .lease, needed: needed, wanted: wanted(account, needed))
            if let lease = answer.lease, account.spent.addingClamped(account.held).addingClamped(needed) <= lease {
                return .granted(BudgetLease(total: lease, expiresAt: expiry(asked)))
            }
            if answer.state == "grace" { return decided(account, needed) }
            return .exhausted(left: answer.left(account))
        } catch {
            let (decision, answer) = inOutage(account, needed)
            if decision == .refused, await outage.mayAskAgain(after: error) { return .askAgain }
            return counted(decision, answer)
        }
    }

    private func noteAsking(_ key: AccountKey, _ account: BudgetAccountState, _ change: Int) {
        let now = clock.monotonic()
        accounts.withLock { accounts in
            var memory = accounts[key] ?? AccountMemory(end: Self.end(account.period))
            memory.asking += change
            memory.askedAt = now
            accounts[key] = memory
        }
    }

    /// The number of a message that gives a lease back; nil while somebody asks for more, or just did.
    ///
    /// Whoever asks from now on gets a higher number, and wins over this message, in whichever order the two arrive.
    private func numberToGiveBack(_ key: AccountKey) -> Int64? {
        let now = clock.monotonic()
        return accounts.withLock { accounts in
            guard let memory = accounts[key], memory.asking == 0,
                now - memory.askedAt >= settings.idleLease.nanoseconds
            else { return nil }
            return nextNumber()
        }
    }

    private func nextNumber() -> Int64 { sequence.wrappingAdd(1, ordering: .sequentiallyConsistent).newValue }

    /// What is asked for: what is needed, else an eighth of what could be had (a sixteenth of the limit, where that is
    /// not known yet), whichever is more.
    private func wanted(_ account: BudgetAccountState, _ needed: NanoUSD) -> NanoUSD {
        let available = accounts.withLock { $0[AccountKey(account)]?.available }
        let share = available.map { $0.rawValue / 8 } ?? account.budget.limit.rawValue / 16
        return max(needed, NanoUSD(rawValue: share))
    }

    private func expiry(_ asked: Int64) -> Int64 {
        let duration = settings.leaseDuration.nanoseconds
        // Clocks drift, and the server counts from a later moment.
        return asked + duration - duration / 10
    }

    private func decided(_ account: BudgetAccountState, _ needed: NanoUSD) -> LeaseAnswer {
        let (decision, answer) = inOutage(account, needed)
        return counted(decision, answer)
    }

    private func counted(_ decision: SharedStoreHealth.OutageDecision?, _ answer: LeaseAnswer) -> LeaseAnswer {
        if let decision { outageCounts.withLock { $0[decision, default: 0] += 1 } }
        return answer
    }

    /// What the budget's `on_outage` says; no decision where the limit itself does.
    private func inOutage(
        _ account: BudgetAccountState, _ needed: NanoUSD
    ) -> (SharedStoreHealth.OutageDecision?, LeaseAnswer) {
        let now = clock.monotonic()
        let after = account.spent.addingClamped(account.held).addingClamped(needed)
        switch account.budget.onOutage {
        case .open where after <= account.budget.limit:
            return (.open, .granted(BudgetLease(total: account.budget.limit, expiresAt: expiry(now))))
        case .open:
            let left = account.budget.limit.subtractingClamped(account.spent).subtractingClamped(account.held)
            return (nil, .exhausted(left: max(.zero, left)))
        case .localLease:
            guard let lease = account.lease, after <= lease.total else { return (.refused, .unavailable) }
            return (.localLease, .granted(BudgetLease(total: lease.total, expiresAt: expiry(now))))
        case .closed: return (.refused, .unavailable)
        }
    }

    // MARK: The regular exchange

    /// Tells the server what was spent, renews and gives back leases, and tells the book what others have spent.
    ///
    /// - Parameter users: users whose sums have changed; the default budget's accounts among them are told.
    func exchange(_ book: BudgetBook, users: Set<UserMonth>) async throws {
        let wall = clock.wall()
        let now = clock.monotonic()
        let leased = book.leased()
        var due: [AccountKey: BudgetAccountState] = [:]
        for account in leased { due[AccountKey(account)] = account }
        for account in book.accounts(at: wall) { due[AccountKey(account)] = account }
        if let standard = book.standard {
            for user in Set(users.map(\.user)) {
                let id = BudgetID(scope: .user, name: user.rawValue, window: standard.id.window)
                if let account = book.account(of: id, at: wall) { due[AccountKey(account)] = account }
            }
        }
        forgetLost()
        let leases = Set(leased.map { AccountKey($0) })
        var failure: (any Error)?
        await withTaskGroup(of: (any Error)?.self) { group in
            var running = 0
            for (key, account) in due {
                guard let mode = mode(of: account, key, isLeased: leases.contains(key), now: now) else { continue }
                if running >= 64 {
                    if let error = await group.next() ?? nil { failure = error }
                    running -= 1
                }
                running += 1
                group.addTask { await self.exchange(account, mode, book, wall) }
            }
            for await error in group { if let error { failure = error } }
        }
        accounts.withLock { accounts in accounts = accounts.filter { $0.value.end > wall / 1_000_000 - 3600 } }
        if let failure { throw failure }
    }

    /// What is to be done about an account now; nil = nothing.
    private func mode(of account: BudgetAccountState, _ key: AccountKey, isLeased: Bool, now: Int64) -> Mode? {
        accounts.withLock { accounts in
            var memory = accounts[key] ?? AccountMemory(end: Self.end(account.period))
            let isNew = memory.spent == nil
            let isChanged = memory.spent != account.spent || memory.held != account.held
            if isChanged || memory.changedAt == 0 { memory.changedAt = now }
            memory.held = account.held
            accounts[key] = memory
            if isLeased, let lease = account.lease {
                if account.held == .zero, now - memory.changedAt >= settings.idleLease.nanoseconds { return .giveBack }
                if lease.expiresAt - now < settings.leaseDuration.nanoseconds * 8 / 10 { return .lease }
            }
            if isChanged || isNew { return .report }
            // Others may have spent: asked for less often where nothing happens here.
            return now - memory.toldAt >= 5 * settings.pushInterval.nanoseconds ? .report : nil
        }
    }

    private func exchange(
        _ account: BudgetAccountState, _ mode: Mode, _ book: BudgetBook, _ wall: Int64
    ) async -> (any Error)? {
        let id = account.budget.id
        let period = account.period.name
        do {
            var account = account
            var number: Int64?
            if mode == .giveBack {
                number = numberToGiveBack(AccountKey(account))
                guard number != nil else { return nil }
                // First here, then there: nothing is spent against what was given back.
                // The first of the two fails if a call was admitted since the account was looked at.
                let kept = account.spent.addingClamped(account.held)
                guard book.setLease(BudgetLease(total: kept, expiresAt: 0), of: id, period: period) else { return nil }
                book.setLease(nil, of: id, period: period)
                account.lease = nil
            }
            let asked = clock.monotonic()
            let answer = try await tell(account, mode, needed: .zero, wanted: .zero, number: number)
            if mode == .lease, let lease = answer.lease {
                book.setLease(BudgetLease(total: lease, expiresAt: expiry(asked)), of: id, period: period)
            }
            let elsewhere = answer.spentByAll.subtractingClamped(account.spent)
            book.setSpentElsewhere(max(.zero, elsewhere), of: id, period: period, at: wall)
            return nil
        } catch {
            return error
        }
    }

    // MARK: One word with the server

    private func tell(
        _ account: BudgetAccountState, _ mode: Mode, needed: NanoUSD, wanted: NanoUSD, number: Int64? = nil
    ) async throws -> BudgetAnswer {
        do {
            let answer = try await answer(account, mode, needed: needed, wanted: wanted, number: number)
            outage.ended()
            return answer
        } catch {
            outage.noted()
            throw error
        }
    }

    private func answer(
        _ account: BudgetAccountState, _ mode: Mode, needed: NanoUSD, wanted: NanoUSD, number: Int64?
    ) async throws -> BudgetAnswer {
        let key = AccountKey(account)
        for _ in 0..<3 {
            let current = self.epoch.current
            let epoch = if let current { current } else { try await self.epoch.ensure() }
            forgetLost()
            let offset = accounts.withLock { $0[key]?.offset }
            let number = number ?? nextNumber()
            let had = account.lease.map { max(.zero, $0.total.subtractingClamped(offset ?? .zero)) } ?? .zero
            let end = account.period.isBounded ? String(account.period.end / 1_000_000 + 2 * 86_400) : ""
            let call = RedisScript.Call(
                keys: [
                    RedisKeys.budget(account.budget.id, period: account.period.name), RedisKeys.epoch,
                    RedisKeys.budgets,
                ],
                arguments: [
                    epoch.id, end, label, Self.text(account.spent), Self.text(account.held), Self.text(needed),
                    Self.text(wanted), Self.text(account.budget.limit), String(settings.leaseDuration.milliseconds),
                    offset.map(Self.text) ?? "", Self.text(had), mode.rawValue, String(number),
                ] + (offset == nil ? earlier : []))
            let reply = try await client.run(BudgetScript.script, call)
            guard let answer = BudgetAnswer(reply) else {
                throw RedisError(.protocolViolation, "Redis answers the script 'budget' with something else.")
            }
            switch answer.state {
            case "epoch": _ = try await self.epoch.ensure()
            case "join": accounts.withLock { $0[key]?.offset = nil }
            default:
                remember(answer, key, account)
                return answer
            }
        }
        throw RedisError(.refused, "Redis lost its data again and again.")
    }

    private func remember(_ answer: BudgetAnswer, _ key: AccountKey, _ account: BudgetAccountState) {
        let now = clock.monotonic()
        accounts.withLock { accounts in
            var memory = accounts[key] ?? AccountMemory(end: Self.end(account.period))
            if memory.spent != account.spent || memory.held != account.held { memory.changedAt = now }
            memory.offset = answer.offset
            memory.available = answer.available
            memory.spent = account.spent
            memory.held = account.held
            memory.toldAt = now
            accounts[key] = memory
        }
    }

    /// After a loss of data the parts of earlier incarnations are to be asked for again.
    private func forgetLost() {
        let count = epoch.current?.losses ?? 0
        guard losses.exchange(count, ordering: .acquiringAndReleasing) != count else { return }
        accounts.withLock { accounts in
            for key in accounts.keys {
                accounts[key]?.offset = nil
                accounts[key]?.spent = nil
            }
        }
    }

    private static func text(_ amount: NanoUSD) -> String { String(amount.rawValue) }

    private static func end(_ period: BudgetPeriod) -> Int64 { period.isBounded ? period.end / 1_000_000 : .max }
}
