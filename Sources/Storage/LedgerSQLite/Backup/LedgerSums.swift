import GRDB
import Ledger

/// What the tables of a ledger say in all, and whether they say the same.
struct LedgerSums {
    /// Rows.
    let rows: Int
    /// Cost in nano-dollars, since ever.
    let cost: Int64
    /// Requests, since ever.
    let requests: Int64

    /// Adds up the tables of the ledger at `path`.
    ///
    /// - Throws: where rows and roll-ups contradict each other; each transaction changes both, so they never may.
    init(_ database: DatabaseCopy) throws(LedgerError) {
        let sums = try database.read { db -> (Int, [Row], Row?) in
            let rows = try Int.fetchOne(db, sql: "SELECT count(*) FROM requests") ?? 0
            let rollUps = try Row.fetchAll(
                db,
                sql: ["counter_totals", "day_totals", "user_totals"].map {
                    """
                    SELECT '\($0)', coalesce(sum(cost), 0), coalesce(sum(requests), 0), coalesce(sum(input), 0),
                        coalesce(sum(output), 0) FROM \($0)
                    """
                }.joined(separator: " UNION ALL "))
            let own = try Row.fetchOne(db, sql: "SELECT coalesce(sum(known_cost), 0), count(*) FROM requests")
            return (rows, rollUps, own)
        }
        rows = sums.0
        let first = sums.1.first
        cost = first?[1] ?? 0
        requests = first?[2] ?? 0
        for row in sums.1 {
            let name: String = row[0]
            for column in 1...4 {
                let (sum, whole): (Int64, Int64) = (row[column], first?[column] ?? 0)
                // A user who was forgotten (docs/security.md) is missing from the users' sums only.
                guard sum == whole || (name == "user_totals" && sum < whole) else {
                    throw LedgerError(
                        .damaged, "The sums in \(database.path) contradict each other (\(name)). Use another backup.")
                }
            }
        }
        // Rows go by age or with their user, their sums stay: rows can only be fewer.
        let (ownCost, ownRows): (Int64, Int64) = (sums.2?[0] ?? 0, sums.2?[1] ?? 0)
        guard ownRows <= requests, ownCost <= cost, ownRows < requests || ownCost == cost else {
            throw LedgerError(
                .damaged, "The rows in \(database.path) contradict their sums. Use another backup.")
        }
    }
}
