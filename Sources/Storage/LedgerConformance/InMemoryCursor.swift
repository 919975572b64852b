import Ledger
import Money
import Usage

/// A user's place in a list: what sorts, then the name.
struct InMemoryCursor: Comparable {
    let user: UserID
    private let value: Int64
    private let isDescending: Bool
    private let scope: String

    /// The place of `user`.
    init(after user: UserID, _ totals: UsageTotals, in query: CostQuery) {
        self.user = user
        scope = "\(query.month)\(query.sort.rawValue)"
        switch query.sort {
        case .costDescending, .costAscending: value = totals.cost.rawValue
        case .requestsDescending, .requestsAscending: value = totals.requests
        case .userDescending, .userAscending: value = 0
        }
        isDescending = query.sort.rawValue.hasPrefix("-")
    }

    /// Reads ``text``; fails for the cursor of another query.
    init(_ text: String, of query: CostQuery) throws(LedgerError) {
        let parts = text.split(separator: "|", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0] == "\(query.month)\(query.sort.rawValue)", let value = Int64(parts[1]) else {
            throw LedgerError(.invalidQuery, "This cursor belongs to another month or order.")
        }
        self.value = value
        user = UserID(rawValue: String(parts[2]))
        scope = String(parts[0])
        isDescending = query.sort.rawValue.hasPrefix("-")
    }

    var text: String { "\(scope)|\(value)|\(user.rawValue)" }

    static func < (left: InMemoryCursor, right: InMemoryCursor) -> Bool {
        let (left, right) = left.isDescending ? (right, left) : (left, right)
        guard left.value == right.value else { return left.value < right.value }
        return left.user.rawValue.utf8.lexicographicallyPrecedes(right.user.rawValue.utf8)
    }
}
