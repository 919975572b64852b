/// What may be sent in a calendar month (UTC), spread over it.
///
/// A free plan of Sentry has 5 000 errors and 10 000 transactions. Within the budget, what the month's elapsed share does
/// not cover yet is held back and counted, so that one bad day does not use up the rest of the month; an event whose
/// fingerprint is new always goes through.
public struct SentryBudget: Sendable, Hashable {
    /// nil = no limit.
    public var eventsPerMonth: Int?
    /// nil = no limit.
    public var transactionsPerMonth: Int?

    /// A budget.
    public init(eventsPerMonth: Int? = nil, transactionsPerMonth: Int? = nil) {
        self.eventsPerMonth = eventsPerMonth.map { max(0, $0) }
        self.transactionsPerMonth = transactionsPerMonth.map { max(0, $0) }
    }
}
