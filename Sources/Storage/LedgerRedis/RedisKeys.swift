import Budgets
import Ledger
import Usage

/// The names of everything that gateways share (docs/redis.md).
///
/// What several keys of one script need is in one slot of a Cluster, by the tag `{shared}`; the costs, which are most of
/// all, spread over the slots.
enum RedisKeys {
    /// A hash of a user's month: `<label>:cost`, … (CONTRACTS.md "Redis").
    static func cost(_ key: UserMonth) -> String {
        "tollgate:cost:\(PercentEncoding.text(key.user.rawValue)):\(key.month)"
    }

    /// A set of the users that have costs in a month, percent-encoded.
    static func users(_ month: Month) -> String { "tollgate:users:\(month)" }

    /// A set of the labels that have sums in a month.
    static func incarnations(_ month: Month) -> String { "tollgate:incarnations:\(month)" }

    /// A hash of all that one incarnation has booked in a month.
    static func sums(_ label: String, _ month: Month) -> String { "tollgate:sums:\(label):\(month)" }

    /// A hash that says whether the data are still those that were there before.
    static let epoch = "tollgate:{shared}:epoch"

    /// A set of the budgets below.
    static let budgets = "tollgate:{shared}:budgets"

    /// A hash of one window of a budget: what each incarnation has spent of it, and may spend.
    static func budget(_ id: BudgetID, period: String) -> String {
        "tollgate:{shared}:budget:\(id.scope.rawValue):\(PercentEncoding.text(id.name)):\(id.window.rawValue):\(period)"
    }

    /// Is there when an alert was told.
    static func alert(_ alert: BudgetAlert) -> String { "tollgate:{shared}:alert:\(alert.id)" }

    /// Where an alert is published (CONTRACTS.md "Redis").
    static func channel(_ id: BudgetID) -> String {
        let name = PercentEncoding.text(id.name)
        return id.scope == .user ? "alerts:cost:\(name)" : "alerts:cost:\(id.scope.rawValue):\(name)"
    }
}
