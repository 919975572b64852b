import Foundation
import Ledger
import Money
import Usage

/// Where a page of users ended: the value that sorts, and the user.
///
/// As text it is opaque (base 64 for URLs); it belongs to one month and one order. While calls come in, a user whose
/// value passes the cursor may be missed or seen twice; sorted by name, never.
struct CostCursor: Sendable {
    let value: Int64
    let user: UserID
    private let scope: String

    /// The place after `user`.
    init(after user: UserID, _ totals: UsageTotals, in query: CostQuery) {
        self.user = user
        switch query.sort {
        case .costDescending, .costAscending: value = totals.cost.rawValue
        case .requestsDescending, .requestsAscending: value = totals.requests
        case .userDescending, .userAscending: value = 0
        }
        scope = Self.scope(query)
    }

    /// Reads ``text``; fails for the cursor of another query, and for what is none.
    init(_ text: String, of query: CostQuery) throws(LedgerError) {
        let padding = String(repeating: "=", count: (4 - text.utf8.count % 4) % 4)
        let base64 = text.replacing("-", with: "+").replacing("_", with: "/") + padding
        let parts = Data(base64Encoded: base64).flatMap { String(data: $0, encoding: .utf8) }?
            .split(separator: "\n", maxSplits: 2, omittingEmptySubsequences: false)
        guard let parts, parts.count == 3, parts[0] == Self.scope(query), let value = Int64(parts[1]) else {
            throw LedgerError(
                .invalidQuery, "This cursor belongs to another month or order; take it from the page before.")
        }
        self.value = value
        user = UserID(rawValue: String(parts[2]))
        scope = Self.scope(query)
    }

    /// The cursor for a URL.
    var text: String {
        Data("\(scope)\n\(value)\n\(user.rawValue)".utf8).base64EncodedString()
            .replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }

    private static func scope(_ query: CostQuery) -> String { "\(query.month)\(query.sort.rawValue)" }
}
