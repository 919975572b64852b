import Budgets
import Ledger
import Money
import Usage

/// One of the tables of a cost report; its columns are the JSON members' names, in their order.
enum CostTable: String, CaseIterable {
    case users
    case models
    case components
    case days

    /// What stands in the first line.
    var columns: [String] {
        let counts = ["requests", "errors", "unpriced_requests", "input_tokens", "output_tokens"]
        let costs = ["cost_usd", "projected_month_end_usd"] + counts
        return switch self {
        case .users: ["user_id"] + costs + ["budget_usd", "budget_used_ratio"]
        case .models: ["provider", "model"] + costs
        case .components: ["component_type"] + costs
        case .days: ["date", "cost_usd"] + counts
        }
    }
}

extension CSVWriter {
    /// The first line.
    mutating func header(of table: CostTable) {
        row(table.columns.map { Cell($0) })
    }

    /// One line an entry of `report`.
    ///
    /// - Parameter budget: the budget that holds for a user in a month.
    mutating func rows(
        of table: CostTable, _ report: CostReport, _ projection: Projection, budget: (UserID) -> Budget?
    ) {
        switch table {
        case .users:
            for entry in report.users {
                let limit = budget(entry.user)?.limit
                row(
                    [Cell(entry.user.rawValue)] + costs(entry.totals, projection) + [
                        Cell(number: limit?.description),
                        Cell(number: UsedRatio.text(entry.totals.cost, of: limit)),
                    ])
            }
        case .models:
            for entry in report.models {
                row([Cell(entry.provider.rawValue), Cell(entry.model.rawValue)] + costs(entry.totals, projection))
            }
        case .components:
            for entry in report.components {
                row([Cell(entry.component.rawValue)] + costs(entry.totals, projection))
            }
        case .days:
            for entry in report.days {
                row([Cell(entry.date)] + costs(entry.totals, nil))
            }
        }
    }

    private func costs(_ totals: UsageTotals, _ projection: Projection?) -> [Cell] {
        let projected = projection.map { [Cell(number: $0.projected(totals.cost).description)] } ?? []
        let counts = [
            totals.requests, totals.errors, totals.unpricedRequests, totals.inputTokens, totals.outputTokens,
        ]
        return [Cell(number: totals.cost.description)] + projected + counts.map { Cell(number: String($0)) }
    }
}
