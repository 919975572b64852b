public import Budgets
import GRDB
public import Ledger
import Money

extension PolicyStore: BudgetStoring {
    @_semantics("optimize.no.crossmodule")
    public func budgets() async throws -> [Budget] {
        try await pool.read { db in
            try Row.fetchAll(db, sql: "SELECT * FROM budgets ORDER BY scope, name, window").map(Self.budget)
        }
    }

    @_semantics("optimize.no.crossmodule")
    public func save(_ budget: Budget) async throws {
        try await pool.write { db in
            try db.execute(
                sql: """
                    INSERT OR REPLACE INTO budgets
                        (scope, name, window, limit_nanos, mode, thresholds, time_zone, on_outage, caps_output)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    budget.id.scope.rawValue, budget.id.name, budget.id.window.rawValue, budget.limit.rawValue,
                    budget.mode.rawValue, budget.thresholds.map(\.description).joined(separator: " "),
                    budget.timeZone, budget.onOutage.rawValue, budget.capsOutput,
                ])
        }
    }

    @_semantics("optimize.no.crossmodule")
    public func removeBudget(_ id: BudgetID) async throws -> Bool {
        try await pool.write { db in
            try db.execute(
                sql: "DELETE FROM budgets WHERE scope = ? AND name = ? AND window = ?",
                arguments: [id.scope.rawValue, id.name, id.window.rawValue])
            return db.changesCount > 0
        }
    }

    private static func budget(_ row: Row) throws -> Budget {
        let id = try Self.id(row)
        let texts = (row["thresholds"] as String).split(separator: " ")
        let thresholds = texts.compactMap { BudgetThreshold(decimal: $0) }
        guard thresholds.count == texts.count, let mode = Budget.Mode(rawValue: row["mode"]),
            let onOutage = Budget.OutagePolicy(rawValue: row["on_outage"])
        else { throw LedgerError(.damaged, "The stored budget of \(id) cannot be read.") }
        return Budget(
            id: id, limit: NanoUSD(rawValue: row["limit_nanos"]), mode: mode, thresholds: thresholds,
            timeZone: row["time_zone"], onOutage: onOutage, capsOutput: row["caps_output"])
    }

    /// The id in the columns `scope`, `name` and `window`.
    static func id(_ row: Row) throws -> BudgetID {
        guard let scope = BudgetScope(rawValue: row["scope"]), let window = BudgetWindow(rawValue: row["window"]) else {
            throw LedgerError(.damaged, "A stored budget has a scope or window that this version does not know.")
        }
        return BudgetID(scope: scope, name: row["name"], window: window)
    }
}
