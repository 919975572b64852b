import Budgets
import Ledger
import Money

extension JSONWriter {
    /// A budget with its running window.
    mutating func budget(_ listed: ListedBudget) {
        let (state, budget) = (listed.state, listed.state.budget)
        let spent = state.spent.addingClamped(state.spentElsewhere)
        let left = budget.limit.subtractingClamped(spent.addingClamped(state.held))
        object { json in
            json.key("scope")
            json.string(budget.id.scope.rawValue)
            json.key("id")
            json.string(budget.id.name)
            json.key("window")
            json.string(budget.id.window.rawValue)
            json.terms(budget)
            json.key("period")
            json.string(state.period.name)
            json.key("period_start")
            json.string(state.period.isBounded ? Timestamp.text(microseconds: state.period.start) : nil)
            json.key("period_end")
            json.string(state.period.isBounded ? Timestamp.text(microseconds: state.period.end) : nil)
            json.key("spent_usd")
            json.money(spent)
            json.key("held_usd")
            json.money(state.held)
            json.key("left_usd")
            json.money(max(.zero, left))
            json.key("used_ratio")
            json.ratio(spent, of: budget.limit)
            json.key("configured")
            json.boolean(listed.isConfigured)
        }
    }

    /// What `PUT` takes.
    mutating func terms(_ budget: Budget) {
        key("limit_usd")
        money(budget.limit)
        key("mode")
        string(budget.mode.rawValue)
        key("thresholds")
        array { json in
            for threshold in budget.thresholds { json.verbatim(threshold.description) }
        }
        key("timezone")
        string(budget.timeZone)
        key("on_outage")
        string(budget.onOutage.rawValue)
        key("cap_output")
        boolean(budget.capsOutput)
    }

    /// The share of `limit` that `spent` is, or null.
    mutating func ratio(_ spent: NanoUSD, of limit: NanoUSD?) {
        guard let text = UsedRatio.text(spent, of: limit) else { return null() }
        verbatim(text)
    }
}
