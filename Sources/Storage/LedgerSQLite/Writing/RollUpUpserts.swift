import Ledger
import Money
import Usage

/// The statements that add ``RollUps`` to their tables.
struct RollUpUpserts {
    private let counters: SQLStatement
    private let days: SQLStatement
    private let users: SQLStatement
    private let parts: SQLStatement
    private let keys: SQLStatement
    private let asked: SQLStatement
    private let arena: TextArena

    /// Prepares the statements on `connection`.
    init(_ connection: SQLConnection, arena: TextArena) throws(SQLiteFailure) {
        self.arena = arena
        counters = try Self.prepare(
            connection, "counter_totals", keys: ["model_label", "component_label", "error_type"],
            sums: Schema.sums + ["disconnects"])
        days = try Self.prepare(
            connection, "day_totals", keys: ["day", "provider", "model", "component"], sums: Schema.sums)
        users = try Self.prepare(connection, "user_totals", keys: ["month", "user"], sums: Schema.sums)
        parts = try Self.prepare(
            connection, "user_parts", keys: ["month", "user", "model", "component"],
            sums: ["cost", "requests", "input", "output"])
        keys = try Self.prepare(connection, "key_totals", keys: ["month", "key_id"], sums: Schema.sums)
        asked = try Self.prepare(connection, "model_costs", keys: ["day", "provider", "model"], sums: ["cost"])
    }

    /// Adds all sums of `rollUps`.
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
        for (key, totals) in rollUps.days {
            arena.reset()
            days.bind(Int64(key.day), at: 1)
            days.bind(key.provider.rawValue, at: 2, in: arena)
            days.bind(key.model.rawValue, at: 3, in: arena)
            days.bind(key.component.rawValue, at: 4, in: arena)
            bind(totals, to: days, from: 5)
            try days.run()
        }
        for (key, totals) in rollUps.users {
            arena.reset()
            users.bind(Int64(key.month), at: 1)
            users.bind(key.user.rawValue, at: 2, in: arena)
            bind(totals, to: users, from: 3)
            try users.run()
        }
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
