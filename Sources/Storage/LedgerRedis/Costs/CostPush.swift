import Budgets
import Ledger
import Money
import RESP
import RedisClient
import Usage

/// Writes shares of users and of days.
struct CostPush {
    let client: RedisClient
    let source: any LedgerReplicaSource
    /// Keys a round trip.
    static let chunk = 200

    /// Tells the shares of users; each is an absolute total, so telling it twice changes nothing.
    func push(_ users: [UserMonth]) async throws {
        let shares = try await source.userShares(users)
        let calls = Dictionary(grouping: shares, by: \.key).map { key, shares in
            RedisScript.Call(
                keys: [RedisKeys.cost(key)],
                arguments: [String(key.month.expiry)] + shares.flatMap { Self.fields($0) })
        }
        try Self.check(try await client.run(CostScripts.totals, calls))
        try await pushSums(shares.map { ($0.incarnation, $0.key.month, SumsField.user($0.key.user), $0.totals) })
        try await index(shares)
    }

    /// Tells the shares of parts of days.
    func push(_ days: [DayPart]) async throws {
        let shares = try await source.dayShares(days)
        try await pushSums(shares.map { ($0.incarnation, $0.key.month, SumsField.day($0.key), $0.totals) })
    }

    private func pushSums(
        _ sums: [(label: String, month: Month, field: SumsField, totals: UsageTotals)]
    ) async throws {
        let groups = Dictionary(grouping: sums) { LabelMonth(label: $0.label, month: $0.month) }
        let calls = groups.map { key, sums in
            RedisScript.Call(
                keys: [RedisKeys.sums(key.label, key.month)],
                arguments: [String(key.month.expiry)] + sums.flatMap { [$0.field.text, SumsText.text($0.totals)] })
        }
        try Self.check(try await client.run(CostScripts.sums, calls))
        let commands = groups.keys.flatMap { key in
            let name = RedisKeys.incarnations(key.month)
            return [
                RESPCommand("SADD", name, key.label), RESPCommand("EXPIREAT", name, String(key.month.expiry)),
            ]
        }
        try Self.check(try await client.pipeline(commands))
    }

    private func index(_ shares: [UserShare]) async throws {
        let commands = Dictionary(grouping: shares, by: \.key.month).flatMap { month, shares in
            let name = RedisKeys.users(month)
            let users = Set(shares.map { PercentEncoding.text($0.key.user.rawValue) })
            return [
                RESPCommand("SADD", [name] + users), RESPCommand("EXPIREAT", name, String(month.expiry)),
            ]
        }
        try Self.check(try await client.pipeline(commands))
    }

    /// The fields of CONTRACTS.md "Redis", each with its total.
    static func fields(_ share: UserShare) -> [String] {
        let label = share.incarnation
        var whole = PartTotals()
        whole.cost = share.totals.cost
        whole.requests = share.totals.requests
        whole.inputTokens = share.totals.inputTokens
        whole.outputTokens = share.totals.outputTokens
        var fields: [String] = []
        func add(_ totals: PartTotals, _ suffix: String) {
            fields += [
                "\(label):cost\(suffix)", String(totals.cost.rawValue), "\(label):requests\(suffix)",
                String(totals.requests), "\(label):input\(suffix)", String(totals.inputTokens),
                "\(label):output\(suffix)", String(totals.outputTokens),
            ]
        }
        add(whole, "")
        for (model, totals) in share.models { add(totals, ":model:\(model.rawValue)") }
        for (component, totals) in share.components { add(totals, ":component:\(component.rawValue)") }
        return fields
    }

    private static func check(_ replies: [RESPValue]) throws {
        for case .error(let error) in replies { throw RedisError(error) }
    }
}

/// One incarnation's month.
struct LabelMonth: Hashable {
    var label: String
    var month: Month
}
