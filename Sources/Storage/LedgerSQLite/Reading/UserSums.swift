import GRDB
import Ledger
import Money

/// Sums by a user's number in ``UserNames``.
struct UserSums {
    private var totals: [UsageTotals] = []

    /// Nothing yet.
    init() {}

    /// The sums of a user that has some.
    subscript(user: Int) -> UsageTotals { totals[user] }

    /// Those who have any.
    var entries: [(user: Int32, totals: UsageTotals)] {
        totals.enumerated().filter { $0.element != UsageTotals() }.map { (Int32($0.offset), $0.element) }
    }

    /// Adds the rows of a piece, or takes them away.
    mutating func add(
        _ db: Database, _ rows: UserRows, _ piece: PeriodPieces.Piece, _ names: inout UserNames
    ) throws {
        try rows.each(db, piece.from..<piece.to) { name, totals in
            add(totals, to: names.number(name), isTakenAway: piece.isTakenAway)
        }
    }

    /// Adds sums to those of a user, or takes them away.
    mutating func add(_ more: borrowing UsageTotals, to user: Int, isTakenAway: Bool) {
        while totals.count <= user { totals.append(UsageTotals()) }
        if isTakenAway { totals[user].wrap(more, -1) } else { totals[user].wrap(more, 1) }
    }

    /// The users with the highest cost, the dearest first, those of equal cost by name; `limit` of those that have requests.
    func dearest(_ limit: Int, _ names: UserNames) -> [Int] {
        let all = totals.indices.filter { totals[$0].requests != 0 }
        return Array(
            all.sorted { left, right in
                let (a, b) = (totals[left].cost, totals[right].cost)
                return a == b ? names.areInOrder(left, right) : a > b
            }.prefix(limit))
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
