public import Budgets
import Money

/// An alert as it is told everywhere: CONTRACTS.md "Redis", one line of JSON.
public enum AlertMessage {
    /// `{"id","user_id","scope","scope_id","window","threshold","spent_usd","limit_usd","projected_usd","at"}`;
    /// `user_id` is null unless the budget is a user's.
    public static func json(_ alert: BudgetAlert) -> String {
        let user = alert.budget.scope == .user ? quoted(alert.budget.name) : "null"
        let members = [
            "\"id\":\(quoted(alert.id))", "\"user_id\":\(user)", "\"scope\":\(quoted(alert.budget.scope.rawValue))",
            "\"scope_id\":\(quoted(alert.budget.name))", "\"window\":\(quoted(alert.period))",
            "\"threshold\":\(alert.threshold)", "\"spent_usd\":\(alert.spent)", "\"limit_usd\":\(alert.limit)",
            "\"projected_usd\":\(alert.projected?.description ?? "null")",
            "\"at\":\(quoted(InstantText.utc(microseconds: alert.at)))",
        ]
        return "{\(members.joined(separator: ","))}"
    }

    /// One sentence for people.
    public static func sentence(_ alert: BudgetAlert) -> String {
        let subject =
            alert.budget.scope == .gateway ? "The gateway" : "The \(alert.budget.scope.rawValue) '\(alert.budget.name)'"
        let projected = alert.projected.map { ", projected $\($0) at its end" } ?? ""
        return "\(subject) has spent $\(alert.spent) of $\(alert.limit) (threshold \(alert.threshold)) "
            + "in \(alert.period)\(projected)."
    }

    /// A JSON string with `text`.
    public static func quoted(_ text: String) -> String {
        var bytes: [UInt8] = [UInt8(ascii: "\"")]
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes += [UInt8(ascii: "\\"), byte]
            case 0..<0x20, 0x7F:
                let digits = Array(String(byte, radix: 16).utf8)
                bytes += Array("\\u00".utf8) + (digits.count == 1 ? [UInt8(ascii: "0")] : []) + digits
            default: bytes.append(byte)
            }
        }
        bytes.append(UInt8(ascii: "\""))
        return String(decoding: bytes, as: UTF8.self)
    }
}
