import GRDB
import Ledger
import Money

/// The sums of some users, in their order.
struct UserSums {
    /// How many rows are passed over in the time that finding one takes.
    private static let rowsASearch = 3

    private(set) var totals: [(user: Int, totals: UsageTotals)]
    private let places: [Int: Int]
    private var names: UserNames

    /// Nothing of `users` yet, which have numbers in `names`.
    init(of users: some Sequence<Int>, _ names: UserNames) {
        totals = users.map { ($0, UsageTotals()) }
        places = Dictionary(uniqueKeysWithValues: totals.enumerated().map { ($1.user, $0) })
        self.names = names
    }

    /// Adds their sums in a period, or takes them away: those of a few are looked up, those of many found among all.
    ///
    /// - Parameter users: how many have sums in the period.
    mutating func add(
        _ db: Database, _ rows: UserRows, _ number: Int, users: Int, isTakenAway: Bool
    ) throws {
        let sign: Int64 = isTakenAway ? -1 : 1
        guard totals.count * Self.rowsASearch < users else {
            return try rows.totals(db, number) { name, more in
                if let place = places[names.number(name)] { totals[place].totals.wrap(more, sign) }
            }
        }
        for index in totals.indices {
            let more = try names.withBytes(of: totals[index].user) { try rows.totals(db, number, of: $0) }
            if let more { totals[index].totals.wrap(more, sign) }
        }
    }
}

extension UsageTotals {
    /// Adds `other`, or takes it away with a `sign` of -1.
    ///
    /// While parts are taken away a sum may be anything; the last one is right.
    fileprivate mutating func wrap(_ other: borrowing UsageTotals, _ sign: Int64) {
        cost = NanoUSD(rawValue: cost.rawValue &+ other.cost.rawValue &* sign)
        requests &+= other.requests &* sign
        errors &+= other.errors &* sign
        unpricedRequests &+= other.unpricedRequests &* sign
        inputTokens &+= other.inputTokens &* sign
        cachedInputTokens &+= other.cachedInputTokens &* sign
        cacheWriteTokens &+= other.cacheWriteTokens &* sign
        outputTokens &+= other.outputTokens &* sign
        reasoningTokens &+= other.reasoningTokens &* sign
    }
}
