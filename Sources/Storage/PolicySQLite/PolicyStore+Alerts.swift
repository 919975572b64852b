public import Budgets
import GRDB
public import Ledger
import Money

// What is not to be compiled into other modules: across modules, the optimizer of Swift 6.3.1 cannot read GRDB's specialised
// functions where GRDB is not imported (the release build of the program ended in "DESERIALIZATION FAILURE").
extension PolicyStore: AlertStoring {
    @_semantics("optimize.no.crossmodule")
    public func mark(_ alert: BudgetAlert) async throws -> Bool {
        try await pool.write { db in
            try db.execute(
                sql: """
                    INSERT INTO alerts (id, scope, name, window, period, threshold, revision, spent_nanos, limit_nanos,
                        projected_nanos, at, delivered)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0) ON CONFLICT (id) DO NOTHING
                    """,
                arguments: [
                    alert.id, alert.budget.scope.rawValue, alert.budget.name, alert.budget.window.rawValue,
                    alert.period, alert.threshold.description, alert.revision, alert.spent.rawValue,
                    alert.limit.rawValue, alert.projected?.rawValue, alert.at,
                ])
            return db.changesCount > 0
        }
    }

    @_semantics("optimize.no.crossmodule")
    public func markDelivered(_ id: String) async throws {
        try await pool.write { db in
            try db.execute(sql: "UPDATE alerts SET delivered = 1 WHERE id = ?", arguments: [id])
        }
    }

    @_semantics("optimize.no.crossmodule")
    public func undelivered() async throws -> [BudgetAlert] {
        try await pool.read { db in
            try Row.fetchAll(db, sql: "SELECT * FROM alerts WHERE delivered = 0 ORDER BY at, id").map(Self.alert)
        }
    }

    @_semantics("optimize.no.crossmodule")
    public func alerts(before: Int64?, limit: Int) async throws -> [BudgetAlert] {
        try await pool.read { db in
            try Row.fetchAll(
                db, sql: "SELECT * FROM alerts WHERE at < ? ORDER BY at DESC, id DESC LIMIT ?",
                arguments: [before ?? Int64.max, limit]
            ).map(Self.alert)
        }
    }

    private static func alert(_ row: Row) throws -> BudgetAlert {
        guard let threshold = BudgetThreshold(decimal: row["threshold"] as String) else {
            throw LedgerError(.damaged, "A stored alert has a threshold that cannot be read.")
        }
        return BudgetAlert(
            budget: try id(row), period: row["period"], threshold: threshold, revision: row["revision"],
            spent: NanoUSD(rawValue: row["spent_nanos"]), limit: NanoUSD(rawValue: row["limit_nanos"]),
            projected: (row["projected_nanos"] as Int64?).map { NanoUSD(rawValue: $0) }, at: row["at"])
    }
}
