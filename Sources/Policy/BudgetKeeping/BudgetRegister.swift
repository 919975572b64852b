public import Budgets
public import Ledger
import Money

/// Which budgets are in force: those of the configuration, and those that the admin API has set, which go before them.
///
/// Puts them into the book with what the ledger has for their running windows. A budget that is set while calls run
/// begins with what is committed; the ledger is read again for a while, for the calls that were on their way.
public actor BudgetRegister: BudgetAdministering {
    private let book: BudgetBook
    private let configured: [BudgetID: Budget]
    private let store: any BudgetStoring
    private let spend: any SpendReading
    private let rules: Rules
    private var stored: [BudgetID: Budget] = [:]
    /// Budgets that were set lately, and until when the ledger is read again for them; microseconds since 1970.
    private var young: [BudgetID: Int64] = [:]

    /// What the register is told.
    public struct Rules: Sendable {
        /// The default for users; nil = there is none.
        public var standard: Budget?
        /// Whether a call's user is known for sure, as hard budgets of users need it.
        public var usersAreCertain: Bool
        /// The rules of a zone; nil where there is none of that name.
        public var zone: @Sendable (String) -> (any ZoneOffsets)?
        /// An id newer than all calls so far.
        public var newestID: @Sendable () -> CallID
        /// Microseconds since 1970.
        public var now: @Sendable () -> Int64
        /// How budgets call a provider's model that was asked for.
        public var modelNaming: ModelNaming
        /// Told of every budget in force when one was added.
        public var onChange: @Sendable ([Budget]) -> Void

        /// The rules.
        public init(
            standard: Budget?, usersAreCertain: Bool, zone: @escaping @Sendable (String) -> (any ZoneOffsets)?,
            newestID: @escaping @Sendable () -> CallID, now: @escaping @Sendable () -> Int64,
            modelNaming: @escaping ModelNaming, onChange: @escaping @Sendable ([Budget]) -> Void = { _ in }
        ) {
            self.standard = standard
            self.usersAreCertain = usersAreCertain
            self.zone = zone
            self.newestID = newestID
            self.now = now
            self.modelNaming = modelNaming
            self.onChange = onChange
        }
    }

    private static let youth: Int64 = 15 * 60 * 1_000_000

    /// A register of `configured` budgets and those in `store`, once ``load()`` was called.
    public init(
        book: BudgetBook, configured: [Budget], store: any BudgetStoring, spend: any SpendReading, rules: Rules
    ) {
        self.book = book
        self.configured = Dictionary(configured.map { ($0.id, $0) }, uniquingKeysWith: { _, last in last })
        self.store = store
        self.spend = spend
        self.rules = rules
    }

    /// Puts everything in force; before the first call is admitted.
    public func load() async throws {
        for budget in try await store.budgets() { stored[budget.id] = budget }
        let through = rules.newestID()
        if let standard = rules.standard {
            let zone = try zone(of: standard)
            book.set(standard, zone: zone, countsAfter: through.rawValue, isStandard: true, at: rules.now())
            if let opening = book.standardOpening(at: rules.now()) {
                let sums = try await spend.spend(SpendQuery(scope: .user, name: nil, period: opening.period))
                book.openStandard(period: opening.period, spent: sums, at: rules.now())
            }
        }
        for budget in inForce.values { try await enforce(budget, through: through) }
        rules.onChange(Array(inForce.values))
    }

    private var inForce: [BudgetID: Budget] { configured.merging(stored) { $1 } }

    private func zone(of budget: Budget) throws -> any ZoneOffsets {
        guard let zone = rules.zone(budget.timeZone) else {
            throw BudgetProblem(
                .invalid, "There is no time zone '\(budget.timeZone)'. Use an IANA name such as Europe/Berlin, or UTC.")
        }
        return zone
    }

    /// The ledger is asked first, so that a new hard budget does not begin with nothing spent.
    private func enforce(_ budget: Budget, through: CallID) async throws {
        let zone = try zone(of: budget)
        let period = BudgetCalendar(zone: zone).period(budget.id.window, containing: rules.now())
        let sum = try await sum(budget.id, period, through)
        book.set(budget, zone: zone, countsAfter: through.rawValue, at: rules.now())
        guard let opening = book.opening(of: budget.id, at: rules.now()) else { return }
        // An earlier version of the budget may have counted for itself already, from an earlier id on.
        let isKept = opening.through != through.rawValue || opening.period != period
        let base = isKept ? try await self.sum(budget.id, opening.period, CallID(rawValue: opening.through)) : sum
        book.open(budget.id, period: opening.period, spent: base, at: rules.now())
    }

    private func sum(_ id: BudgetID, _ period: BudgetPeriod, _ through: CallID) async throws -> NanoUSD {
        let query = SpendQuery(scope: id.scope, name: id.name, period: period, through: through)
        return try await spend.spend(query, naming: rules.modelNaming)[id.name] ?? .zero
    }

    // MARK: Administration

    public func budgets() -> [ListedBudget] {
        book.accounts(at: rules.now()).map {
            ListedBudget(state: $0, isConfigured: stored[$0.budget.id] == nil)
        }
    }

    public func budget(_ id: BudgetID) -> ListedBudget? {
        guard inForce[id] != nil, let state = book.account(of: id, at: rules.now()) else { return nil }
        return ListedBudget(state: state, isConfigured: stored[id] == nil)
    }

    public nonisolated var standard: Budget? { rules.standard }

    public nonisolated func monthly(_ user: String) -> Budget? {
        book.account(of: BudgetID(scope: .user, name: user, window: .month), at: rules.now())?.budget
    }

    public func set(_ budget: Budget) async throws -> ListedBudget {
        _ = try zone(of: budget)
        if budget.mode == .hard, budget.id.scope == .user, !rules.usersAreCertain {
            throw BudgetProblem(
                .unsafe,
                "A hard budget of a user means nothing while callers may name any user: set require_keys: true, or "
                    + "trust_user_header: true if that is meant.")
        }
        let through = rules.newestID()
        try await store.save(budget)
        stored[budget.id] = budget
        try await enforce(budget, through: through)
        young[budget.id] = rules.now() + Self.youth
        rules.onChange(Array(inForce.values))
        guard let listed = self.budget(budget.id) else {
            throw BudgetProblem(.notFound, "The budget was removed meanwhile.")
        }
        return listed
    }

    public func remove(_ id: BudgetID) async throws {
        guard stored[id] != nil else {
            guard configured[id] != nil else { throw BudgetProblem(.notFound, "There is no budget of \(id).") }
            throw BudgetProblem(
                .configured, "The budget of \(id) is in the configuration; remove it there, or set another one here.")
        }
        try await store.removeBudget(id)
        stored[id] = nil
        young[id] = nil
        if let standing = configured[id] {
            try await enforce(standing, through: rules.newestID())
        } else {
            book.remove(id)
        }
    }

    // MARK: Upkeep

    /// Reads again what calls have cost that were on their way when a budget was set, and forgets old windows.
    public func keepUp() async throws {
        let now = rules.now()
        book.sweep(at: now)
        for (id, until) in young {
            if until < now { young[id] = nil }
            guard let opening = book.opening(of: id, at: now) else { continue }
            let sum = try await sum(id, opening.period, CallID(rawValue: opening.through))
            book.open(id, period: opening.period, spent: sum, at: rules.now())
        }
    }
}
