import GRDB

/// The tables, and how they came to be.
///
/// `requests` is one row a call. The roll-ups beside it are changed by the same transaction and never pruned:
/// - `counter_totals`: since ever, by the labels of the metrics, for restoring the counters;
/// - `day_totals`: a day (UTC, days since 1970), provider, model and component: models, components, days and totals
///   of a month are sums of these few rows;
/// - `user_totals`: a month (12·year + month − 1) and user. By month and not by day, so that a report over ten
///   thousand users reads ten thousand rows;
/// - `key_totals`: a month and virtual key, for the budgets of keys;
/// - `model_costs`: a day, provider and model as it was asked for, for the budgets of models (`day_totals` has the model
///   that priced a call). Only what cost something, so that made-up names leave nothing;
/// - the tables by the hour and day that ``createPeriods(_:)`` lists, for sums over any hours.
///
/// `kinds` has the combinations of what filters ask, for finding rows (``kinds``).
///
/// Beside a store that gateways share, `user_parts` splits `user_totals` by model and component, and `incarnations` and
/// `frozen_*` say which part of each sum was booked by which run (``IncarnationStart``).
enum Schema {
    /// The sums that every roll-up has.
    static let sums = [
        "cost", "requests", "errors", "unpriced", "input", "cached_input", "cache_write", "output", "reasoning",
    ]

    /// The rows of calls that began a background response or settled one; `detail` begins with that.
    static let isOfBackground = #"substr(detail, 1, 8) IN ('{"opens"', '{"settle')"#

    /// `UsageRecord.budgetedModel` of a row.
    static let budgetedModel = "coalesce(request_model, priced_as, response_model, 'unknown')"

    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1") { db in
            let sums = Self.sums.map { "\($0) INTEGER NOT NULL" }.joined(separator: ", ")
            try db.execute(
                sql: """
                    CREATE TABLE requests (
                        id INTEGER PRIMARY KEY,
                        started_at INTEGER NOT NULL,
                        provider TEXT NOT NULL,
                        api TEXT NOT NULL,
                        request_model TEXT,
                        response_model TEXT,
                        priced_as TEXT,
                        model_label TEXT NOT NULL,
                        component_label TEXT NOT NULL,
                        user TEXT NOT NULL,
                        component TEXT NOT NULL,
                        tags TEXT,
                        stream INTEGER NOT NULL,
                        status INTEGER NOT NULL,
                        error_type TEXT,
                        client_disconnected INTEGER NOT NULL,
                        input INTEGER NOT NULL,
                        cached_input INTEGER NOT NULL,
                        cache_write_5m INTEGER NOT NULL,
                        cache_write_1h INTEGER NOT NULL,
                        audio_input INTEGER NOT NULL,
                        cached_audio_input INTEGER NOT NULL,
                        image_input INTEGER NOT NULL,
                        cached_image_input INTEGER NOT NULL,
                        video_input INTEGER NOT NULL,
                        output INTEGER NOT NULL,
                        reasoning INTEGER NOT NULL,
                        audio_output INTEGER NOT NULL,
                        image_output INTEGER NOT NULL,
                        citation INTEGER NOT NULL,
                        cost INTEGER,
                        known_cost INTEGER NOT NULL,
                        unpriced TEXT,
                        price_source TEXT NOT NULL,
                        usage_source TEXT NOT NULL,
                        duration_us INTEGER NOT NULL,
                        time_to_first_token_us INTEGER,
                        upstream_request_id TEXT,
                        trace_id TEXT,
                        detail TEXT
                    );
                    CREATE INDEX requests_by_user ON requests (user);
                    CREATE INDEX requests_with_error ON requests (id) WHERE error_type IS NOT NULL;

                    CREATE TABLE counter_totals (
                        model_label TEXT NOT NULL,
                        component_label TEXT NOT NULL,
                        error_type TEXT NOT NULL,
                        \(sums),
                        disconnects INTEGER NOT NULL,
                        PRIMARY KEY (model_label, component_label, error_type)
                    ) WITHOUT ROWID;
                    CREATE TABLE day_totals (
                        day INTEGER NOT NULL,
                        provider TEXT NOT NULL,
                        model TEXT NOT NULL,
                        component TEXT NOT NULL,
                        \(sums),
                        PRIMARY KEY (day, provider, model, component)
                    ) WITHOUT ROWID;
                    CREATE TABLE user_totals (
                        month INTEGER NOT NULL,
                        user TEXT NOT NULL,
                        \(sums),
                        PRIMARY KEY (month, user)
                    ) WITHOUT ROWID;
                    CREATE TABLE ledger (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
                    """)
        }
        migrator.registerMigration("background responses") { db in
            try db.execute(
                sql: "CREATE INDEX requests_of_background ON requests (id) WHERE \(Self.isOfBackground)")
        }
        migrator.registerMigration("replication") { db in
            try db.execute(
                sql: """
                    CREATE TABLE incarnations (
                        number INTEGER PRIMARY KEY,
                        label TEXT NOT NULL UNIQUE,
                        directory TEXT NOT NULL,
                        started_at INTEGER NOT NULL
                    );
                    CREATE TABLE user_parts (
                        month INTEGER NOT NULL,
                        user TEXT NOT NULL,
                        model TEXT NOT NULL,
                        component TEXT NOT NULL,
                        cost INTEGER NOT NULL,
                        requests INTEGER NOT NULL,
                        input INTEGER NOT NULL,
                        output INTEGER NOT NULL,
                        PRIMARY KEY (month, user, model, component)
                    ) WITHOUT ROWID;
                    """)
            for table in FrozenTable.all { try db.execute(sql: table.creation) }
        }
        migrator.registerMigration("keys") { db in
            let sums = Self.sums.map { "\($0) INTEGER NOT NULL" }.joined(separator: ", ")
            try db.execute(
                sql: """
                    ALTER TABLE requests ADD COLUMN key_id TEXT;
                    CREATE INDEX requests_by_key ON requests (key_id) WHERE key_id IS NOT NULL;
                    CREATE TABLE key_totals (
                        month INTEGER NOT NULL,
                        key_id TEXT NOT NULL,
                        \(sums),
                        PRIMARY KEY (month, key_id)
                    ) WITHOUT ROWID;
                    """)
        }
        migrator.registerMigration("models asked for") { db in
            try db.execute(sql: Self.modelCosts)
        }
        // Its indexes, and those of "wider request filters", were replaced by "kinds".
        migrator.registerMigration("request filters") { _ in }
        migrator.registerMigration("periods") { db in
            try createPeriods(db)
            try fillPeriods(db)
        }
        migrator.registerMigration("wider request filters") { _ in }
        migrator.registerMigration("kinds") { db in try db.execute(sql: Self.kinds) }
        return migrator
    }

    /// Begun with the rows that are there, and for those that were pruned with what reports say.
    private static let modelCosts = """
        CREATE TABLE model_costs (
            day INTEGER NOT NULL,
            provider TEXT NOT NULL,
            model TEXT NOT NULL,
            cost INTEGER NOT NULL,
            PRIMARY KEY (day, provider, model)
        ) WITHOUT ROWID;
        INSERT INTO model_costs (day, provider, model, cost)
            SELECT started_at / 86400000000 AS d, provider, \(budgetedModel) AS m, sum(known_cost) AS c
            FROM requests WHERE started_at >= 0 GROUP BY d, provider, m HAVING c != 0;
        INSERT INTO model_costs (day, provider, model, cost)
            SELECT w.day, w.provider, w.model, w.cost - coalesce(r.cost, 0)
            FROM (SELECT day, provider, model, sum(cost) AS cost FROM day_totals GROUP BY day, provider, model) AS w
            LEFT JOIN (
                SELECT started_at / 86400000000 AS day, provider,
                    coalesce(priced_as, request_model, response_model, 'unknown') AS model, sum(known_cost) AS cost
                FROM requests WHERE started_at >= 0 GROUP BY 1, 2, 3
            ) AS r ON r.day = w.day AND r.provider = w.provider AND r.model = w.model
            WHERE w.cost > coalesce(r.cost, 0)
            ON CONFLICT (day, provider, model) DO UPDATE SET cost = cost + excluded.cost;
        """
}
