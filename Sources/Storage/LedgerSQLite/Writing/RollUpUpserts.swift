import Ledger
import Money
import Usage

/// The statements that add ``RollUps`` to their tables.
struct RollUpUpserts {
    private let counters: SQLStatement
    private let hours: SQLStatement
    private let days: SQLStatement
    private let userHours: SQLStatement
    private let userDays: SQLStatement
    private let userMonths: SQLStatement
    private let hourCounts: SQLStatement
    private let dayCounts: SQLStatement
    private let parts: SQLStatement
    private let keys: SQLStatement
    private let asked: SQLStatement
    private let arena: TextArena

    /// Prepares the statements on `connection`.
    init(_ connection: SQLConnection, arena: TextArena) throws(SQLiteFailure) {
        self.arena = arena
        func statement(
            _ table: String, _ keys: [String], sums: [String] = Schema.sums
        ) throws(SQLiteFailure) -> SQLStatement {
            try Self.prepare(connection, table, keys: keys, sums: sums)
        }
        counters = try statement(
            "counter_totals", ["model_label", "component_label", "error_type"], sums: Schema.sums + ["disconnects"])
        hours = try statement("hour_totals", ["hour", "provider", "model", "component"])
        days = try statement("day_totals", ["day", "provider", "model", "component"])
        userHours = try statement("user_hours", ["hour", "user"])
        userDays = try statement("user_days", ["day", "user"])
        userMonths = try statement("user_totals", ["month", "user"])
        hourCounts = try statement("hour_counts", ["hour", "kind", "name"], sums: ["count"])
        dayCounts = try statement("day_counts", ["day", "kind", "name"], sums: ["count"])
        parts = try statement(
            "user_parts", ["month", "user", "model", "component"], sums: ["cost", "requests", "input", "output"])
        keys = try statement("key_totals", ["month", "key_id"])
        asked = try statement("model_costs", ["day", "provider", "model"], sums: ["cost"])
    }

    /// Adds all sums of `rollUps`, which are folded.
    func add(_ rollUps: borrowing RollUps) throws(SQLiteFailure) {
        for (key, sums) in rollUps.counters {
            arena.reset()
            counters.bind(key.model, at: 1, in: arena)
            counters.bind(key.component, at: 2, in: arena)
            counters.bind(key.error?.rawValue ?? "", at: 3, in: arena)
            bind(sums.totals, to: counters, from: 4)
            counters.bind(sums.disconnects, at: 4 + Int32(Schema.sums.count))
            try counters.run()
        }
        try add(rollUps.hours, by: hours)
        try add(rollUps.days, by: days)
        try add(rollUps.userHours, by: userHours)
        try add(rollUps.userDays, by: userDays)
        try add(rollUps.userMonths, by: userMonths)
        try add(rollUps.hourCounts, by: hourCounts)
        try add(rollUps.dayCounts, by: dayCounts)
        for (key, totals) in rollUps.keys {
            arena.reset()
            keys.bind(Int64(key.month), at: 1)
            keys.bind(key.key.rawValue, at: 2, in: arena)
            bind(totals, to: keys, from: 3)
            try keys.run()
        }
        for (key, cost) in rollUps.asked {
            arena.reset()
            asked.bind(Int64(key.day), at: 1)
            asked.bind(key.provider.rawValue, at: 2, in: arena)
            asked.bind(key.model.rawValue, at: 3, in: arena)
            asked.bind(cost.rawValue, at: 4)
            try asked.run()
        }
        for (key, totals) in rollUps.parts {
            arena.reset()
            parts.bind(Int64(key.month), at: 1)
            parts.bind(key.user.rawValue, at: 2, in: arena)
            parts.bind(key.model.rawValue, at: 3, in: arena)
            parts.bind(key.component.rawValue, at: 4, in: arena)
            parts.bind(totals.cost.rawValue, at: 5)
            parts.bind(totals.requests, at: 6)
            parts.bind(totals.inputTokens, at: 7)
            parts.bind(totals.outputTokens, at: 8)
            try parts.run()
        }
    }

    private func add(
        _ sums: [RollUps.PartOfPeriod: UsageTotals], by statement: SQLStatement
    ) throws(SQLiteFailure) {
        for (key, totals) in sums {
            arena.reset()
            statement.bind(Int64(key.period), at: 1)
            statement.bind(key.provider.rawValue, at: 2, in: arena)
            statement.bind(key.model.rawValue, at: 3, in: arena)
            statement.bind(key.component.rawValue, at: 4, in: arena)
            bind(totals, to: statement, from: 5)
            try statement.run()
        }
    }

    private func add(_ sums: [RollUps.UserKey: UsageTotals], by statement: SQLStatement) throws(SQLiteFailure) {
        for (key, totals) in sums {
            arena.reset()
            statement.bind(Int64(key.period), at: 1)
            statement.bind(key.user.rawValue, at: 2, in: arena)
            bind(totals, to: statement, from: 3)
            try statement.run()
        }
    }

    private func add(_ counts: [RollUps.CountKey: Int64], by statement: SQLStatement) throws(SQLiteFailure) {
        for (key, count) in counts {
            arena.reset()
            statement.bind(Int64(key.period), at: 1)
            statement.bind(Int64(key.counted.kind), at: 2)
            statement.bind(key.counted.name, at: 3, in: arena)
            statement.bind(count, at: 4)
            try statement.run()
        }
    }

    /// Binds in the order of `Schema.sums`.
    private func bind(_ totals: UsageTotals, to statement: SQLStatement, from index: Int32) {
        statement.bind(totals.cost.rawValue, at: index)
        statement.bind(totals.requests, at: index + 1)
        statement.bind(totals.errors, at: index + 2)
        statement.bind(totals.unpricedRequests, at: index + 3)
        statement.bind(totals.inputTokens, at: index + 4)
        statement.bind(totals.cachedInputTokens, at: index + 5)
        statement.bind(totals.cacheWriteTokens, at: index + 6)
        statement.bind(totals.outputTokens, at: index + 7)
        statement.bind(totals.reasoningTokens, at: index + 8)
    }

    private static func prepare(
        _ connection: SQLConnection, _ table: String, keys: [String], sums: [String]
    ) throws(SQLiteFailure) -> SQLStatement {
        let columns = keys + sums
        let marks = columns.map { _ in "?" }.joined(separator: ",")
        let updates = sums.map { "\($0)=\($0)+excluded.\($0)" }.joined(separator: ",")
        return try connection.prepare(
            "INSERT INTO \(table) (\(columns.joined(separator: ","))) VALUES (\(marks)) "
                + "ON CONFLICT (\(keys.joined(separator: ","))) DO UPDATE SET \(updates)")
    }
}
