import Foundation
import Ledger
import LedgerRedis
import LedgerSQLite
import Money
import RESP
import RedisClient
import RedisProcess
import Testing
import Usage

/// Totals of several gateways on a real `redis-server`: exact to the nano-dollar, whatever happens between them.
@Suite struct SharedTotalsTests {
    @Test func `every gateway shows the sum of all`() async throws {
        let redis = try await RedisProcess()
        let (one, two) = (try Peer(redis, Folder(), node: "one"), try Peer(redis, Folder(), node: "two"))
        let records = try await one.book(0..<200) + two.book(200..<350)
        try await one.exchange()
        try await two.exchange()
        for peer in [one, two] {
            let report = try await peer.report()
            #expect(report.complete)
            #expect(report.total == totals(records))
            #expect(report.users.map(\.user.rawValue) == (0..<7).map { "user-\($0)" })
            for user in report.users { #expect(user.totals == totals(records.filter { $0.user == user.user })) }
            for model in report.models {
                let own = records.filter { $0.reportedModel == model.model && $0.provider == model.provider }
                #expect(model.totals == totals(own))
            }
            #expect(Set(report.components.map(\.component)) == Set(records.map(\.component)))
            #expect(report.days.reduce(0) { $0 + $1.totals.requests } == 350)
        }
        await one.end()
        await two.end()
    }

    @Test func `a user's hash has the fields of the contract, integers, and lives until 35 days after the month`()
        async throws
    {
        let redis = try await RedisProcess()
        let peer = try Peer(redis, Folder(), node: "edge-1")
        let records = try await peer.book(0..<100).filter { $0.user.rawValue == "user-3" }
        try await peer.exchange()
        let key = "tollgate:cost:user-3:\(thisMonth)"
        let hash = try await fields(peer.client, key)
        let label = try #require(hash.keys.first { $0.hasSuffix(":cost") }).dropLast(":cost".count)
        #expect(label.hasPrefix("edge-1."))
        #expect(hash["\(label):cost"] == totals(records).cost.rawValue)
        #expect(hash["\(label):requests"] == totals(records).requests)
        #expect(hash["\(label):input"] == totals(records).inputTokens)
        #expect(hash["\(label):output"] == totals(records).outputTokens)
        for (name, own) in Dictionary(grouping: records, by: { $0.reportedModel.rawValue }) {
            #expect(hash["\(label):cost:model:\(name)"] == totals(own).cost.rawValue)
            #expect(hash["\(label):output:model:\(name)"] == totals(own).outputTokens)
        }
        for (name, own) in Dictionary(grouping: records, by: { $0.component.rawValue }) {
            #expect(hash["\(label):requests:component:\(name)"] == totals(own).requests)
        }
        let models = Set(records.map(\.reportedModel)).count
        #expect(hash.count == 4 + 4 * models + 4 * Set(records.map(\.component)).count)
        let expiry = try await peer.client.send(RESPCommand("EXPIRETIME", key)).integer
        let end = try #require(Month(year: thisMonth.year + thisMonth.month / 12, month: thisMonth.month % 12 + 1))
        let ending = try Date("\(end)-01T00:00:00Z", strategy: .iso8601).timeIntervalSince1970
        #expect(expiry == Int64(ending) + 35 * 86_400)
        #expect(
            try await peer.client.send(RESPCommand("SISMEMBER", "tollgate:users:\(thisMonth)", "user-3")).integer == 1)
        await peer.end()
    }

    @Test func `an exchange without news writes nothing`() async throws {
        let redis = try await RedisProcess()
        let peer = try Peer(redis, Folder())
        try await peer.book(0..<50)
        try await peer.exchange()
        let before = try await fields(peer.client, "tollgate:cost:user-1:\(thisMonth)")
        try await peer.exchange()
        #expect(try await fields(peer.client, "tollgate:cost:user-1:\(thisMonth)") == before)
        #expect(peer.store.health.lagSeconds == 0)
        await peer.end()
    }

    @Test func `a Redis that was emptied has everything after the next exchange`() async throws {
        let redis = try await RedisProcess()
        let peer = try Peer(redis, Folder())
        let records = try await peer.book(0..<100)
        try await peer.exchange()
        _ = try await peer.client.send(RESPCommand("FLUSHALL"))
        try await peer.exchange()
        #expect(try await spent(peer.client, records) == totals(records).cost.rawValue)
        redis.stop()
        let more = try await peer.book(100..<150)
        #expect(try await peer.report().complete == false)
        #expect(try await peer.report().total == totals(records + more))
        #expect(peer.store.health.lagSeconds > 0)
        try await redis.start()
        try await peer.exchange()
        #expect(try await spent(peer.client, records + more) == totals(records + more).cost.rawValue)
        #expect(try await peer.report().complete)
        await peer.end()
    }

    @Test func `a restart counts nothing twice, whether it was orderly or not`() async throws {
        let redis = try await RedisProcess()
        let folder = Folder()
        var records: [UsageRecord] = []
        for round in 0..<4 {
            let peer = try Peer(redis, folder)
            try await peer.exchange()
            records += try await peer.book(round * 40..<round * 40 + 40)
            // The odd rounds end before they have told anything of it.
            if round % 2 == 0 { try await peer.exchange() }
            await peer.end()
        }
        let peer = try Peer(redis, folder)
        try await peer.exchange()
        #expect(try await spent(peer.client, records) == totals(records).cost.rawValue)
        #expect(try await peer.report().total == totals(records))
        await peer.end()
    }

    @Test func `what was booked before there was a Redis is told too`() async throws {
        let redis = try await RedisProcess()
        let folder = Folder()
        let alone = try SQLiteLedger(directory: folder.path)
        var records = try await book(0..<50, in: alone)
        alone.close()
        let peer = try Peer(redis, folder)
        records += try await peer.book(50..<80)
        try await peer.exchange()
        #expect(try await spent(peer.client, records) == totals(records).cost.rawValue)
        for user in Set(records.map(\.user)) {
            let hash = try await fields(peer.client, "tollgate:cost:\(user.rawValue):\(thisMonth)")
            for (model, own) in Dictionary(grouping: records.filter({ $0.user == user }), by: \.reportedModel) {
                for (what, sum) in [
                    ("cost", totals(own).cost.rawValue), ("requests", totals(own).requests),
                    ("input", totals(own).inputTokens), ("output", totals(own).outputTokens),
                ] {
                    let suffix = ":\(what):model:\(model.rawValue)"
                    #expect(hash.filter { $0.key.hasSuffix(suffix) }.values.reduce(0, +) == sum)
                }
            }
        }
        await peer.end()
    }

    @Test func `a directory that was copied to a second gateway adds nothing twice`() async throws {
        let redis = try await RedisProcess()
        let folder = Folder()
        let first = try Peer(redis, folder, node: "one")
        var records = try await first.book(0..<60)
        try await first.exchange()
        records += try await first.book(60..<80)
        await first.end()
        let copy = try folder.copy()
        let one = try Peer(redis, folder, node: "one")
        let two = try Peer(redis, copy, node: "two")
        for round in 0..<3 {
            records += try await one.book(100 + round * 20..<110 + round * 20)
            records += try await two.book(110 + round * 20..<120 + round * 20)
            try await two.exchange()
            try await one.exchange()
        }
        for peer in [one, two] { #expect(try await peer.report().total == totals(records)) }
        #expect(try await spent(one.client, records) == totals(records).cost.rawValue)
        _ = try await one.client.send(RESPCommand("FLUSHALL"))
        try await one.exchange()
        try await two.exchange()
        #expect(try await spent(one.client, records) == totals(records).cost.rawValue)
        await one.end()
        await two.end()
    }

    @Test func `a backup that is restored takes nothing back that was told`() async throws {
        let redis = try await RedisProcess()
        let folder = Folder()
        let first = try Peer(redis, folder)
        var records = try await first.book(0..<30)
        try await first.exchange()
        await first.end()
        let backup = try folder.copy()
        let lost = try Peer(redis, folder)
        records += try await lost.book(30..<60)
        try await lost.exchange()
        await lost.end()
        let restored = try Peer(redis, backup)
        records += try await restored.book(100..<130)
        try await restored.exchange()
        #expect(try await spent(restored.client, records) == totals(records).cost.rawValue)
        #expect(try await restored.report().total == totals(records))
        await restored.end()
    }

    @Test func `one writer's late words change nothing, and totals beyond doubles stay exact`() async throws {
        let redis = try await RedisProcess()
        let peer = try Peer(redis, Folder())
        try await peer.exchange()
        // 2^53 + 1 nano-dollars, and its neighbours.
        let values: [Int64] = [9_007_199_254_740_993, 9_007_199_254_740_992, 9_007_199_254_740_994, 5, .max - 1]
        var largest: Int64 = 0
        for value in values {
            let call = RedisScript.Call(keys: ["k"], arguments: ["4102444800", "n.i:cost", String(value)])
            _ = try await peer.client.run(CostScripts.totals, call)
            largest = max(largest, value)
            #expect(try await peer.client.send(RESPCommand("HGET", "k", "n.i:cost")).integer == largest)
        }
        await peer.end()
    }

    @Test func `pages of users are whole, whatever their order`() async throws {
        let redis = try await RedisProcess()
        let peer = try Peer(redis, Folder())
        let records = try await peer.book(0..<70)
        try await peer.exchange()
        let ledger = SharedLedger(local: peer.ledger, store: peer.store)
        for sort in CostQuery.Sort.allCases {
            var users: [UserID] = []
            var query = CostQuery(month: thisMonth, sort: sort, limit: 3)
            repeat {
                let page = try await ledger.costs(query)
                #expect(page.users.count <= 3)
                users += page.users.map(\.user)
                query.cursor = page.nextCursor
            } while query.cursor != nil
            #expect(users.count == Set(users).count)
            #expect(Set(users) == Set(records.map(\.user)))
            let whole = try await peer.ledger.costs(CostQuery(month: thisMonth, sort: sort, limit: 100))
            #expect(users == whole.users.map(\.user))
        }
        await #expect(throws: LedgerError.self) {
            _ = try await ledger.costs(CostQuery(month: thisMonth, sort: .userAscending, cursor: "7"))
        }
        await peer.end()
    }
}

/// A hash of whole numbers.
private func fields(_ client: RedisClient, _ key: String) async throws -> [String: Int64] {
    let pairs = try await client.send(RESPCommand("HGETALL", key)).pairs ?? []
    return Dictionary(
        uniqueKeysWithValues: try pairs.map { (try #require($0.key.text), try #require($0.value.integer)) })
}

/// The sum of all `cost` fields of the users of `records`.
private func spent(_ client: RedisClient, _ records: [UsageRecord]) async throws -> Int64 {
    var sum: Int64 = 0
    for user in Set(records.map(\.user)) {
        let hash = try await fields(client, "tollgate:cost:\(user.rawValue):\(thisMonth)")
        sum += hash.filter { $0.key.hasSuffix(":cost") }.values.reduce(0, +)
    }
    return sum
}
