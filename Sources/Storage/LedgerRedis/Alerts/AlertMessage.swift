import Budgets
import Foundation
import Money

/// An alert as it is published (CONTRACTS.md "Redis").
enum AlertMessage {
    /// One JSON object; amounts are numbers in plain decimal, `user_id` is null for other scopes.
    static func json(_ alert: BudgetAlert) -> String {
        let name = quoted(alert.budget.name)
        let at = Date(timeIntervalSince1970: Double(alert.at) / 1e6)
            .formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true))
        return "{\"id\":\(quoted(alert.id)),\"user_id\":\(alert.budget.scope == .user ? name : "null"),"
            + "\"scope\":\(quoted(alert.budget.scope.rawValue)),\"scope_id\":\(name),"
            + "\"window\":\(quoted(alert.period)),\"threshold\":\(alert.threshold),"
            + "\"spent_usd\":\(alert.spent),\"limit_usd\":\(alert.limit),"
            + "\"projected_usd\":\(alert.projected.map { "\($0)" } ?? "null"),\"at\":\(quoted(at))}"
    }

    private static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\u{0}"..<"\u{20}":
                let digits = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}
