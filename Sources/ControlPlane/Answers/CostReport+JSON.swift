import Budgets
import Ledger
import Money
import Usage

extension JSONWriter {
    /// The report in the shape of CONTRACTS.md "Admin API".
    ///
    /// - Parameter budget: the budget that holds for a user in a month.
    mutating func costReport(_ report: CostReport, _ projection: Projection, budget: (UserID) -> Budget?) {
        object { json in
            json.key("month")
            json.string(report.month.description)
            json.key("currency")
            json.string("USD")
            json.key("complete")
            json.boolean(report.complete)
            json.key("total_cost_usd")
            json.money(report.total.cost)
            json.key("projected_month_end_usd")
            json.money(projection.projected(report.total.cost))
            json.counts(report.total)
            json.list("users", report.users) { json, entry in
                json.key("user_id")
                json.string(entry.user.rawValue)
                json.costs(entry.totals, projection)
                let limit = budget(entry.user)?.limit
                json.key("budget_usd")
                json.money(limit)
                json.key("budget_used_ratio")
                json.ratio(entry.totals.cost, of: limit)
            }
            json.list("models", report.models) { json, entry in
                json.key("provider")
                json.string(entry.provider.rawValue)
                json.key("model")
                json.string(entry.model.rawValue)
                json.costs(entry.totals, projection)
            }
            json.list("components", report.components) { json, entry in
                json.key("component_type")
                json.string(entry.component.rawValue)
                json.costs(entry.totals, projection)
            }
            json.list("days", report.days) { json, entry in
                json.key("date")
                json.string(entry.date)
                json.costs(entry.totals, nil)
            }
            json.key("next_cursor")
            json.string(report.nextCursor)
        }
    }

    private mutating func list<Entry>(
        _ name: String, _ entries: [Entry], _ members: (inout JSONWriter, Entry) -> Void
    ) {
        key(name)
        array { json in
            for entry in entries {
                json.object { json in members(&json, entry) }
            }
        }
    }

    private mutating func costs(_ totals: UsageTotals, _ projection: Projection?) {
        key("cost_usd")
        money(totals.cost)
        if let projection {
            key("projected_month_end_usd")
            money(projection.projected(totals.cost))
        }
        counts(totals)
    }

    private mutating func counts(_ totals: UsageTotals) {
        key("requests")
        integer(totals.requests)
        key("errors")
        integer(totals.errors)
        key("unpriced_requests")
        integer(totals.unpricedRequests)
        key("input_tokens")
        integer(totals.inputTokens)
        key("output_tokens")
        integer(totals.outputTokens)
    }
}
