import CostCases
import Foundation
import Money

/// Sums of `tollgate price --summary`, as a table.
struct PriceCommandSummary {
    let totals: CaseTotals
    /// The model that `--as-model` names.
    let choice: String?

    /// A table, and below it what the sums leave out.
    var text: String {
        var table = TextTable(
            columns: [.init(head: "PROVIDER"), .init(head: "MODEL")]
                + ["CALLS", "INPUT", "CACHED", "OUTPUT", "COST USD"].map { .init(head: $0, isNumber: true) })
        if let choice { table.columns.append(.init(head: "AS \(choice)", isNumber: true)) }
        for (key, row) in totals.sorted { table.rows.append(cells(key.provider, key.model, row)) }
        table.rows.append(cells("", "all", totals.total))
        return table.text + notes.map { $0 + "\n" }.joined()
    }

    private func cells(_ provider: String, _ model: String, _ row: CaseTotals.Row) -> [String] {
        let isPriced = row.calls > row.unpriced + row.withoutUsage
        let counts = [row.calls, row.inputTokens, row.cachedInputTokens, row.outputTokens].map { $0.formatted() }
        var cells = [provider, model] + counts + [isPriced ? Self.money(row.known) : "unpriced"]
        if row.partlyUnpriced > 0 || (isPriced && row.unpriced > 0) { cells[6] += " +?" }
        if choice != nil {
            cells.append(Self.money(row.elsewhere) + (row.elsewhereUnpriced > 0 ? " +?" : ""))
        }
        return cells
    }

    /// What the sums do not have in them.
    private var notes: [String] {
        let total = totals.total
        var notes: [String] = []
        func note(_ count: Int64, _ what: String) {
            if count > 0 { notes.append("\(count.formatted()) of \(total.calls.formatted()) calls \(what)") }
        }
        note(total.unpriced, "have no price: their models are not in the catalogue; --fallback would price them")
        note(total.partlyUnpriced, "have a price for a part of what they used only")
        note(total.withoutUsage, "tell no usage, so that their cost is not known")
        note(total.errors, "are errors, which cost nothing")
        note(total.elsewhereUnpriced, "would have no whole price at \(choice ?? "")")
        return notes.isEmpty ? [] : [""] + notes
    }

    /// Dollars with six places, so that points stand below each other.
    private static func money(_ amount: ExactUSD) -> String {
        let text = amount.decimal(places: 6)
        guard let point = text.firstIndex(of: ".") else { return text + ".000000" }
        let places = text.distance(from: point, to: text.endIndex) - 1
        return text + String(repeating: "0", count: max(6 - places, 0))
    }
}
