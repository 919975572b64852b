import GRDB
public import Ledger
import Usage

extension SQLiteLedger: LedgerReading {
    public func request(_ id: CallID) async throws -> UsageRecord? {
        try await read { db in
            try Row.fetchOne(
                db, sql: "SELECT \(RequestRow.selection) FROM requests WHERE id = ?", arguments: [id.rawValue]
            ).map(RequestRow.record)
        }
    }

    public func requests(_ query: RequestQuery) async throws -> RequestPage {
        let selection = RequestSelection(query)
        return try await read { db in
            var records = try selection.fetch(db).map(RequestRow.record)
            guard records.count > selection.limit else { return RequestPage(records: records, nextCursor: nil) }
            records.removeLast()
            return RequestPage(records: records, nextCursor: records.last?.id)
        }
    }

    public func counterTotals() async throws -> [CounterTotals] {
        try await read { db in
            let rows = try Row.fetchAll(
                db,
                sql: """
                    SELECT model_label, component_label, error_type, \(TotalsRow.columns), disconnects
                    FROM counter_totals ORDER BY model_label, component_label, error_type
                    """)
            return try rows.map { row in
                let name: String = row[2]
                let errorType = ErrorType(rawValue: name)
                guard name.isEmpty || errorType != nil else {
                    throw LedgerError(.damaged, "The roll-ups have an error type that this version does not know.")
                }
                return CounterTotals(
                    modelLabel: row[0], componentLabel: row[1], errorType: errorType,
                    totals: TotalsRow.totals(row, from: 3), clientDisconnects: row[3 + Schema.sums.count])
            }
        }
    }

    public func costs(_ query: CostQuery) async throws -> CostReport {
        let cursor = try query.cursor.map { try CostCursor($0, of: query) }
        return try await read { db in try CostSelection(query: query, cursor: cursor).report(db) }
    }

    public func period(_ query: PeriodQuery) async throws -> PeriodReport {
        let report = try await read { [userCosts] db in
            try PeriodSelection(query: query, userCosts: userCosts).report(db)
        }
        userCosts.warmUp(pool)
        return report
    }

    /// Runs `work` on a reading connection, in a transaction that sees one state of the database.
    func read<Value: Sendable>(_ work: @escaping @Sendable (Database) throws -> Value) async throws -> Value {
        do {
            return try await pool.read(work)
        } catch let error as DatabaseError {
            guard error.resultCode != .SQLITE_MISUSE else { throw LedgerError(.closed, "The ledger is closed.") }
            throw SQLiteFailure(error).ledgerError(directory: directory)
        }
    }
}
