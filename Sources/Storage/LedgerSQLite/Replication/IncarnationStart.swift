import Budgets
import GRDB
import Glibc
import Ledger

/// Begins a new incarnation: freezes what the ledger has under the last one.
///
/// **Why each start is a new incarnation.** A total that other gateways see must have one writer and only grow. If a
/// restart went on with the same total, a directory restored from an old backup would write less than was already told
/// (and its new calls would vanish below the old total), and a copied directory would make two writers of one total.
/// With a new incarnation at each start there is nothing to detect: what was booked before is told under the old names,
/// where the larger value stays, and what comes now starts at zero under a name that nobody else has.
///
/// The roll-ups go on as before; `frozen_*` keep, for each incarnation that ended, what it had added to them.
/// Only months that the shared store still keeps are frozen; the rest is pruned.
struct IncarnationStart {
    /// Oldest first; the last is the new one.
    let incarnations: [(number: Int64, incarnation: Incarnation)]

    /// Begins an incarnation of `node` at `now` (microseconds since 1970).
    init(_ db: Database, directory: String, node: String, createdAt: Int64, now: Int64) throws {
        let identity = Self.identity(of: directory)
        let today = CivilDay(containing: now)
        // A month is kept for 35 days after its end: the running one, and at most two before.
        let first = today.monthNumber - 2
        try Self.rebuildParts(db, from: first)
        let last = try Int64.fetchOne(db, sql: "SELECT max(number) FROM incarnations")
        let ended: Int64
        if let last {
            ended = last
        } else {
            // What was booked before there was a shared store; copies of a directory agree on its name.
            ended = 1
            try Self.insert(db, 1, "history.\(String(createdAt, radix: 36))", identity, createdAt)
        }
        try Self.freeze(db, ended, from: first)
        let number = ended + 1
        try Self.insert(db, number, "\(node).\(Self.randomName())", identity, now)
        try Self.prune(db, before: first)
        incarnations = try Row.fetchAll(db, sql: "SELECT number, label, directory FROM incarnations ORDER BY number")
            .map { row in
                let here: String = row[2]
                return (row[0], Incarnation(label: row[1], isOfThisDirectory: here == identity))
            }
    }

    /// Parts are no longer kept: a later start counts them afresh.
    static func forget(_ db: Database) throws {
        try db.execute(sql: "UPDATE ledger SET value = 0 WHERE name = 'user_parts'")
    }

    private static func insert(
        _ db: Database, _ number: Int64, _ label: String, _ identity: String, _ now: Int64
    ) throws {
        try db.execute(
            sql: "INSERT INTO incarnations (number, label, directory, started_at) VALUES (?, ?, ?, ?)",
            arguments: [number, label, identity, now])
    }

    /// Sums by user, model and component are kept only beside a shared store; where they were not, they are counted
    /// from the rows.
    private static func rebuildParts(_ db: Database, from first: Int) throws {
        guard try Int64.fetchOne(db, sql: "SELECT value FROM ledger WHERE name = 'user_parts'") != 1 else { return }
        let seconds = "started_at / 1000000, 'unixepoch'"
        let month =
            "(CAST(strftime('%Y', \(seconds)) AS INTEGER) * 12 + CAST(strftime('%m', \(seconds)) AS INTEGER) - 1)"
        let input = """
            input + cached_input + cache_write_5m + cache_write_1h + audio_input + cached_audio_input + image_input
            + cached_image_input + video_input
            """
        let output = "output + reasoning + audio_output + image_output + citation"
        try db.execute(
            sql: """
                DELETE FROM user_parts;
                INSERT INTO user_parts (month, user, model, component, cost, requests, input, output)
                    SELECT \(month) AS m, user, coalesce(priced_as, request_model, response_model, 'unknown') AS model_id,
                        component, sum(known_cost), count(*), sum(\(input)), sum(\(output))
                    FROM requests WHERE started_at >= 0 AND m >= \(first) GROUP BY m, user, model_id, component;
                INSERT INTO ledger (name, value) VALUES ('user_parts', 1)
                    ON CONFLICT (name) DO UPDATE SET value = 1;
                """)
    }

    private static func freeze(_ db: Database, _ number: Int64, from first: Int) throws {
        let firstDay = Month(number: first)?.firstDayNumber ?? 0
        for table in FrozenTable.all {
            try db.execute(sql: table.freezing(number, from: table.key.first == "day" ? firstDay : first))
        }
    }

    private static func prune(_ db: Database, before first: Int) throws {
        let firstDay = Month(number: first)?.firstDayNumber ?? 0
        for table in FrozenTable.all {
            let column = table.key.first ?? "month"
            try db.execute(
                sql: "DELETE FROM \(table.frozen) WHERE \(column) < ?",
                arguments: [column == "day" ? firstDay : first])
        }
        try db.execute(sql: "DELETE FROM user_parts WHERE month < ?", arguments: [first])
        // What has nothing frozen any more has no name to keep either.
        try db.execute(
            sql: """
                DELETE FROM incarnations WHERE number < (SELECT max(number) - 1 FROM incarnations)
                    AND number NOT IN (SELECT incarnation FROM frozen_users)
                    AND number NOT IN (SELECT incarnation FROM frozen_days)
                    AND started_at < (SELECT max(started_at) FROM incarnations) - 8640000000000
                """)
    }

    /// Says which directory this is, as far as the file system tells: a copy has other inodes.
    private static func identity(of directory: String) -> String {
        var status = stat()
        guard stat("\(directory)/tollgate.lock", &status) == 0 else { return "" }
        return "\(status.st_dev):\(status.st_ino)"
    }

    private static func randomName() -> String {
        let digits = Array("0123456789abcdefghjkmnpqrstvwxyz")
        return String((0..<12).map { _ in digits[Int.random(in: 0..<32)] })
    }
}

/// A roll-up and the table that keeps what ended incarnations have added to it.
struct FrozenTable {
    let whole: String
    let frozen: String
    let key: [String]
    let sums: [String]

    static let all = [
        FrozenTable(whole: "user_totals", frozen: "frozen_users", key: ["month", "user"], sums: Schema.sums),
        FrozenTable(
            whole: "day_totals", frozen: "frozen_days", key: ["day", "provider", "model", "component"],
            sums: Schema.sums),
        FrozenTable(
            whole: "user_parts", frozen: "frozen_parts", key: ["month", "user", "model", "component"],
            sums: ["cost", "requests", "input", "output"]),
    ]

    /// Makes the table.
    var creation: String {
        let keys = key.map { "\($0) \($0 == "day" || $0 == "month" ? "INTEGER" : "TEXT") NOT NULL" }
        let columns = keys + ["incarnation INTEGER NOT NULL"] + sums.map { "\($0) INTEGER NOT NULL" }
        return """
            CREATE TABLE \(frozen) (\(columns.joined(separator: ", ")),
                PRIMARY KEY (\(key.joined(separator: ", ")), incarnation)) WITHOUT ROWID;
            """
    }

    /// Keeps under `number` what the roll-up has beyond what was frozen before.
    func freezing(_ number: Int64, from first: Int) -> String {
        let keys = key.map { "w.\($0)" }.joined(separator: ", ")
        let rest = sums.map { "w.\($0) - coalesce(f.\($0), 0)" }.joined(separator: ", ")
        let earlier = sums.map { "sum(\($0)) AS \($0)" }.joined(separator: ", ")
        let names = key.joined(separator: ", ")
        let match = key.map { "f.\($0) = w.\($0)" }.joined(separator: " AND ")
        return """
            INSERT INTO \(frozen) (\(names), incarnation, \(sums.joined(separator: ", ")))
                SELECT \(keys), \(number), \(rest) FROM \(whole) AS w
                LEFT JOIN (SELECT \(names), \(earlier) FROM \(frozen) WHERE \(key[0]) >= \(first) GROUP BY \(names)) AS f
                    ON \(match)
                WHERE w.\(key[0]) >= \(first) AND w.requests > coalesce(f.requests, 0);
            """
    }
}
