import GRDB

/// The tables of ``PolicyStore``.
enum PolicySchema {
    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1") { db in
            try db.execute(
                sql: """
                    CREATE TABLE virtual_keys (
                        id TEXT PRIMARY KEY,
                        digest BLOB NOT NULL UNIQUE,
                        hint TEXT NOT NULL,
                        owner TEXT NOT NULL,
                        component TEXT,
                        tags TEXT NOT NULL,
                        models TEXT,
                        providers TEXT,
                        requests_per_minute INTEGER,
                        tokens_per_minute INTEGER,
                        max_concurrent INTEGER,
                        expires_at INTEGER,
                        trusted INTEGER NOT NULL,
                        created_at INTEGER NOT NULL
                    );
                    CREATE TABLE budgets (
                        scope TEXT NOT NULL,
                        name TEXT NOT NULL,
                        window TEXT NOT NULL,
                        limit_nanos INTEGER NOT NULL,
                        mode TEXT NOT NULL,
                        thresholds TEXT NOT NULL,
                        time_zone TEXT NOT NULL,
                        on_outage TEXT NOT NULL,
                        caps_output INTEGER NOT NULL,
                        PRIMARY KEY (scope, name, window)
                    ) WITHOUT ROWID;
                    CREATE TABLE alerts (
                        id TEXT PRIMARY KEY,
                        scope TEXT NOT NULL,
                        name TEXT NOT NULL,
                        window TEXT NOT NULL,
                        period TEXT NOT NULL,
                        threshold TEXT NOT NULL,
                        revision INTEGER NOT NULL,
                        spent_nanos INTEGER NOT NULL,
                        limit_nanos INTEGER NOT NULL,
                        projected_nanos INTEGER,
                        at INTEGER NOT NULL,
                        delivered INTEGER NOT NULL
                    );
                    CREATE INDEX alerts_by_time ON alerts (at, id);
                    CREATE INDEX alerts_undelivered ON alerts (id) WHERE delivered = 0;
                    """)
        }
        return migrator
    }
}
