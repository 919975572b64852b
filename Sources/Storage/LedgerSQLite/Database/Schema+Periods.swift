import GRDB
import Ledger

extension Schema {
    /// The tables for sums over any hours: by the hour, and by the day so that a month is quick to add up.
    ///
    /// - `hour_totals`: an hour (UTC, hours since 1970), provider, model and component, as `day_totals` has a day;
    /// - `user_hours`, `user_days`: an hour or day, and user, beside `user_totals`, which has months;
    /// - `hour_counts`, `day_counts`: how often something that is counted happened (``Counted``).
    static func createPeriods(_ db: Database) throws {
        let sums = Self.sums.map { "\($0) INTEGER NOT NULL" }.joined(separator: ", ")
        try db.execute(
            sql: """
                CREATE TABLE hour_totals (
                    hour INTEGER NOT NULL,
                    provider TEXT NOT NULL,
                    model TEXT NOT NULL,
                    component TEXT NOT NULL,
                    \(sums),
                    PRIMARY KEY (hour, provider, model, component)
                ) WITHOUT ROWID;
                CREATE TABLE user_hours (
                    hour INTEGER NOT NULL, user TEXT NOT NULL, \(sums), PRIMARY KEY (hour, user)
                ) WITHOUT ROWID;
                CREATE TABLE user_days (
                    day INTEGER NOT NULL, user TEXT NOT NULL, \(sums), PRIMARY KEY (day, user)
                ) WITHOUT ROWID;
                CREATE TABLE hour_counts (
                    hour INTEGER NOT NULL, kind INTEGER NOT NULL, name TEXT NOT NULL, count INTEGER NOT NULL,
                    PRIMARY KEY (hour, kind, name)
                ) WITHOUT ROWID;
                CREATE TABLE day_counts (
                    day INTEGER NOT NULL, kind INTEGER NOT NULL, name TEXT NOT NULL, count INTEGER NOT NULL,
                    PRIMARY KEY (day, kind, name)
                ) WITHOUT ROWID;
                """)
    }

    /// Fills them from the rows that are there: those of a ledger which is older than the tables.
    static func fillPeriods(_ db: Database) throws {
        try db.execute(
            sql: """
                INSERT INTO hour_totals
                    SELECT started_at / 3600000000, provider,
                        coalesce(priced_as, request_model, response_model, 'unknown'), component, \(sumsOfRows)
                    FROM requests GROUP BY 1, 2, 3, 4;
                INSERT INTO user_hours
                    SELECT started_at / 3600000000, user, \(sumsOfRows) FROM requests GROUP BY 1, 2;
                INSERT INTO user_days
                    SELECT hour / 24, user, \(sums.map { "sum(\($0))" }.joined(separator: ", "))
                    FROM user_hours GROUP BY 1, 2;
                """)
        var counts: [RollUps.CountKey: Int64] = [:]
        let rows = try Row.fetchCursor(
            db, sql: "SELECT started_at, error_type, duration_us, time_to_first_token_us FROM requests")
        while let row = try rows.next() {
            let hour = HourSpan.hour(ofMicroseconds: row[0])
            let error: String? = row[1]
            for counted in Counted.of(error: error, duration: row[2], firstToken: row[3]) {
                counts[RollUps.CountKey(period: hour, counted: counted), default: 0] += 1
            }
        }
        let insertion = try db.makeStatement(
            sql: "INSERT INTO hour_counts (hour, kind, name, count) VALUES (?, ?, ?, ?)")
        for (key, count) in counts {
            try insertion.execute(arguments: [key.period, key.counted.kind, key.counted.name, count])
        }
        try db.execute(
            sql: """
                INSERT INTO day_counts SELECT hour / 24, kind, name, sum(count) FROM hour_counts GROUP BY 1, 2, 3
                """)
    }

    /// ``sums`` as sums over rows, in their order.
    private static let sumsOfRows = """
        sum(known_cost), count(*), sum(error_type IS NOT NULL),
        sum(price_source = 'fallback' OR (cost IS NULL AND error_type IS NULL)),
        sum(input + cached_input + cache_write_5m + cache_write_1h + audio_input + cached_audio_input + image_input
            + cached_image_input + video_input),
        sum(cached_input + cached_audio_input + cached_image_input), sum(cache_write_5m + cache_write_1h),
        sum(output + reasoning + audio_output + image_output + citation), sum(reasoning)
        """
}
