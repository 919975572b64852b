import Ledger
import Money
import Usage

/// Users in the order of a query, from its cursor on.
///
/// The cursor names the last user of the page before and its value; it belongs to one month and one order.
struct CostPage {
    let query: CostQuery
    private let after: (value: Int64, user: String)?

    /// Reads the cursor of `query`.
    init(_ query: CostQuery) throws(LedgerError) {
        self.query = query
        guard let cursor = query.cursor else {
            after = nil
            return
        }
        let parts = Self.text(hex: cursor)?.split(separator: "\n", maxSplits: 2, omittingEmptySubsequences: false)
        guard let parts, parts.count == 3, parts[0] == Self.scope(query), let value = Int64(parts[1]) else {
            throw LedgerError(
                .invalidQuery, "This cursor belongs to another month or order; take it from the page before.")
        }
        after = (value, String(parts[2]))
    }

    /// The page out of all users, and the cursor of the next.
    func page(
        of users: [(user: UserID, totals: UsageTotals)]
    ) -> (users: [(user: UserID, totals: UsageTotals)], next: String?) {
        let keyed = users.map { (value: value($0.totals), user: $0.user.rawValue, entry: $0) }
        let sorted = keyed.sorted { precedes(($0.value, $0.user), ($1.value, $1.user)) }
        let rest = after.map { after in sorted.drop { !precedes(after, ($0.value, $0.user)) } } ?? sorted[...]
        let limit = max(query.limit, 1)
        guard rest.count > limit, let last = rest.prefix(limit).last else { return (rest.map(\.entry), nil) }
        return (rest.prefix(limit).map(\.entry), Self.hex("\(Self.scope(query))\n\(last.value)\n\(last.user)"))
    }

    private func value(_ totals: UsageTotals) -> Int64 {
        switch query.sort {
        case .costDescending, .costAscending: totals.cost.rawValue
        case .requestsDescending, .requestsAscending: totals.requests
        case .userAscending, .userDescending: 0
        }
    }

    private func precedes(_ left: (value: Int64, user: String), _ right: (value: Int64, user: String)) -> Bool {
        // As the embedded ledger sorts: by bytes, users of equal value by name, the same way.
        let names = Array(left.user.utf8), others = Array(right.user.utf8)
        let isBefore = left.value != right.value ? left.value < right.value : names.lexicographicallyPrecedes(others)
        let isSame = left.value == right.value && names == others
        switch query.sort {
        case .costAscending, .requestsAscending, .userAscending: return isBefore
        case .costDescending, .requestsDescending, .userDescending: return !isBefore && !isSame
        }
    }

    private static func scope(_ query: CostQuery) -> String { "shared \(query.month)\(query.sort.rawValue)" }

    private static func hex(_ text: String) -> String {
        text.utf8.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    private static func text(hex: String) -> String? {
        let digits = Array(hex.utf8)
        guard digits.count % 2 == 0 else { return nil }
        let bytes = stride(from: 0, to: digits.count, by: 2).map {
            UInt8(String(decoding: digits[$0..<$0 + 2], as: UTF8.self), radix: 16)
        }
        return bytes.contains(nil) ? nil : String(decoding: bytes.compactMap { $0 }, as: UTF8.self)
    }
}
