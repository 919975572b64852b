import Ledger
import RESP
import RedisClient
import Usage

/// The sums of all gateways in a month: what the store has, and what this gateway knows better.
struct SharedCosts {
    let client: RedisClient
    let source: any LedgerReplicaSource

    /// All fields of the month, summed over incarnations.
    ///
    /// Of what this directory has booked, the larger of its own value and the store's counts: its own is fresher, the
    /// store's is more where the directory was restored from a backup.
    func sums(_ month: Month) async throws -> [SumsField: UsageTotals] {
        let labels =
            try await client.send(RESPCommand("SMEMBERS", RedisKeys.incarnations(month)))
            .elements?.compactMap(\.text) ?? []
        var own = try await ownShares(month)
        var sums: [SumsField: UsageTotals] = [:]
        let replies = try await client.pipeline(
            labels.map { RESPCommand("HGETALL", RedisKeys.sums($0, month)) }, within: .seconds(10))
        for (label, reply) in zip(labels, replies) {
            if case .error(let error) = reply { throw RedisError(error) }
            for (key, value) in reply.pairs ?? [] {
                guard let field = key.text.flatMap({ SumsField($0, month: month) }),
                    let totals = value.text.flatMap(SumsText.totals)
                else { continue }
                let mine = own[label]?.removeValue(forKey: field)
                sums[field, default: UsageTotals()].add(
                    mine.map { $0.requests > totals.requests ? $0 : totals } ?? totals)
            }
        }
        for (field, totals) in own.values.joined() { sums[field, default: UsageTotals()].add(totals) }
        return sums
    }

    private func ownShares(_ month: Month) async throws -> [String: [SumsField: UsageTotals]] {
        let (users, days) = try await source.shares(of: month)
        var own: [String: [SumsField: UsageTotals]] = [:]
        for share in users { own[share.incarnation, default: [:]][.user(share.key.user)] = share.totals }
        for share in days { own[share.incarnation, default: [:]][.day(share.key)] = share.totals }
        return own
    }
}
