import Budgets
import Money

/// A refusal by a hard budget, as it is told to the caller.
struct BudgetAnswer {
    var status: Int
    var code: String
    var message: String

    /// Under a hard budget nothing is forwarded that could not be recorded.
    static let ledgerUnavailable = BudgetAnswer(
        status: 503, code: "ledger_unavailable",
        message: "The gateway cannot write its ledger, and a hard budget applies to this call. Try again later.")

    private init(status: Int, code: String, message: String) {
        self.status = status
        self.code = code
        self.message = message
    }

    /// The worst case does not fit.
    init(_ refusal: BudgetRefusal) {
        status = refusal.isOutage ? 503 : 429
        code = refusal.isOutage ? "budget_unavailable" : "budget_exceeded"
        let subject = Self.subject(refusal.budget, refusal.period)
        if refusal.isOutage {
            message =
                "The hard budget of \(subject) is shared by several gateways, and their common store cannot be reached. "
                + "Try again later, or set another on_outage for this budget."
        } else {
            let end = refusal.period.isBounded ? " The window ends at \(Self.time(refusal.period.end))." : ""
            message =
                "The hard budget of \(subject) has $\(refusal.left) of $\(refusal.budget.limit) left, "
                + "and this call could cost up to $\(refusal.needed).\(end)"
        }
    }

    /// The worst case cannot be told.
    init(unbounded reason: String, _ room: BudgetRoom) {
        status = 400
        code = "cost_not_bounded"
        message =
            "What this call can cost cannot be bounded, because \(reason), and the hard budget of "
            + "\(Self.subject(room.budget, room.period)) applies. Set max_cost_per_call_usd on the gateway to let such calls "
            + "hold that much."
    }

    /// Nothing prices the model.
    init(unpriced model: String?, _ room: BudgetRoom) {
        status = 400
        code = "model_not_priced"
        message =
            "The model '\(model?.prefix(200) ?? "?")' has no known price, and the hard budget of "
            + "\(Self.subject(room.budget, room.period)) applies. Give it a price in the gateway's configuration "
            + "(prices), or set fallback_price."
    }

    private static func subject(_ budget: Budget, _ period: BudgetPeriod) -> String {
        let whose = budget.id.scope == .gateway ? "the gateway" : "\(budget.id.scope.rawValue) '\(budget.id.name)'"
        return budget.id.window == .total
            ? "\(whose) in total" : "\(whose) for the \(budget.id.window.rawValue) \(period.name)"
    }

    /// RFC 3339, UTC, to the second.
    private static func time(_ microseconds: Int64) -> String { InstantText.utc(microseconds: microseconds) }
}
