import Budgets
import Foundation
import Ledger
import LedgerRedis
import Money
import RESP
import RedisClient
import RedisProcess
import Testing
import Usage

/// Hard budgets over several gateways on a real `redis-server`.
@Suite struct SharedBudgetTests {
    static let id = BudgetID(scope: .user, name: "alice {1}", window: .total)

    @Test(arguments: [1_000_000_000, 9_007_199_254_740_993, 4_611_686_018_427_387_904] as [Int64])
    func `what all may spend is never more than the limit, and all of it can be spent`(limit: Int64) async throws {
        let redis = try await RedisProcess()
        let peers = try (0..<3).map { try Peer(redis, Folder(), node: "n\($0)") }
        for peer in peers { try await peer.exchange() }
        let call = limit / 100
        let spent = try await withThrowingTaskGroup(of: Int64.self) { group in
            for (number, peer) in peers.enumerated() {
                group.addTask {
                    var spent: Int64 = 0
                    var lease: BudgetLease?
                    // Calls of a size of its own, until there is no room for one more.
                    let size = call + Int64(number)
                    while true {
                        if lease.map({ spent + size > $0.total.rawValue }) ?? true {
                            let account = Self.account(limit: limit, spent: spent, lease: lease)
                            guard
                                case .granted(let granted) = await peer.store.extend(
                                    account, by: NanoUSD(rawValue: size))
                            else { break }
                            #expect(granted.total.rawValue >= spent + size)
                            lease = granted
                        }
                        spent += size
                    }
                    return spent
                }
            }
            return try await group.reduce(0, +)
        }
        #expect(spent <= limit)
        #expect(spent > limit - 4 * (call + 3))
        for peer in peers { await peer.end() }
    }

    @Test func `a lease that expired counts as spent until its owner comes back`() async throws {
        let redis = try await RedisProcess()
        let folder = Folder()
        let dead = try Peer(redis, folder, node: "dead", lease: .milliseconds(200))
        let other = try Peer(redis, Folder(), node: "other", lease: .milliseconds(200))
        try await dead.exchange()
        try await other.exchange()
        let first = await dead.store.extend(Self.account(limit: 1000), by: NanoUSD(rawValue: 600))
        _ = try granted(first)
        await dead.end()
        try await Task.sleep(for: .milliseconds(400))
        #expect(
            await other.store.extend(Self.account(limit: 1000), by: NanoUSD(rawValue: 500))
                == .exhausted(left: NanoUSD(rawValue: 400)))
        let leases = try await other.store.leases()
        #expect(leases.count == 2 || leases.count == 1)
        let left = try #require(leases.first { $0.holder.hasPrefix("dead.") })
        #expect(left.lease == NanoUSD(rawValue: 600))
        #expect(left.expiresIn < 0)
        #expect(left.budget == "user:alice%20%7B1%7D:total:total")
        // It comes back, and had spent 100 that it had not told.
        let back = try Peer(redis, folder, node: "dead")
        try await back.exchange()
        let answer = await back.store.extend(Self.account(limit: 1000, spent: 100), by: NanoUSD(rawValue: 10))
        let lease = try granted(answer)
        #expect(lease.total.rawValue >= 110)
        let room = await other.store.extend(
            Self.account(limit: 1000), by: NanoUSD(rawValue: 1000 - lease.total.rawValue))
        _ = try granted(room)
        await back.end()
        await other.end()
    }

    @Test func `a copied directory does not free the lease of the gateway that lives`() async throws {
        let redis = try await RedisProcess()
        let folder = Folder()
        let first = try Peer(redis, folder, node: "one")
        try await first.exchange()
        _ = try granted(await first.store.extend(Self.account(limit: 1000), by: NanoUSD(rawValue: 900)))
        let copy = try Peer(redis, try folder.copy(), node: "two")
        try await copy.exchange()
        #expect(
            await copy.store.extend(Self.account(limit: 1000), by: NanoUSD(rawValue: 200))
                == .exhausted(left: NanoUSD(rawValue: 100)))
        await copy.end()
        await first.end()
    }

    @Test func `an operator takes back what a dead gateway holds, but not what a live one does`() async throws {
        let redis = try await RedisProcess()
        let dead = try Peer(redis, Folder(), node: "dead", lease: .seconds(600))
        let other = try Peer(redis, Folder(), node: "other", lease: .seconds(600))
        try await dead.exchange()
        try await other.exchange()
        _ = try granted(await dead.store.extend(Self.account(limit: 1000), by: NanoUSD(rawValue: 900)))
        let lease = try #require(try await other.store.leases().first)
        let early = try await other.store.releaseLease(lease.budget, of: lease.holder, force: false)
        guard case .alive = early else { throw NotGranted(answer: "\(early)") }
        await dead.end()
        // Its time is over, without waiting for it.
        let key = "tollgate:{shared}:budget:\(lease.budget)"
        _ = try await other.client.send(RESPCommand("HSET", key, "\(lease.holder):until", "5"))
        #expect(try await other.store.releaseLease(lease.budget, of: lease.holder, force: false) == .released)
        #expect(try await other.store.releaseLease(lease.budget, of: lease.holder, force: true) == .none)
        let answer = await other.store.extend(Self.account(limit: 1000), by: NanoUSD(rawValue: 1000))
        _ = try granted(answer)
        await other.end()
    }

    @Test func `after a loss of data nothing is granted until leases are told again`() async throws {
        let redis = try await RedisProcess()
        let one = try Peer(redis, Folder(), node: "one", lease: .seconds(2))
        let two = try Peer(redis, Folder(), node: "two", lease: .seconds(2))
        try await one.exchange()
        try await two.exchange()
        let lease = try granted(await one.store.extend(Self.account(limit: 1000), by: NanoUSD(rawValue: 900)))
        _ = try await two.client.send(RESPCommand("FLUSHALL"))
        // The other one is the first to notice.
        #expect(await two.store.extend(Self.account(limit: 1000), by: NanoUSD(rawValue: 500)) == .unavailable)
        try await one.exchange()
        let again = await one.store.extend(Self.account(limit: 1000, lease: lease), by: NanoUSD(rawValue: 1))
        #expect(again == .granted(BudgetLease(total: lease.total, expiresAt: 0)) || again.total == lease.total)
        try await eventually {
            await two.store.extend(Self.account(limit: 1000), by: NanoUSD(rawValue: 500))
                == .exhausted(left: NanoUSD(rawValue: 1000 - lease.total.rawValue))
        }
        await one.end()
        await two.end()
    }

    @Test func `an outage is decided as the budget says, and counted`() async throws {
        let redis = try await RedisProcess()
        let peer = try Peer(redis, Folder())
        try await peer.exchange()
        let lease = try granted(await peer.store.extend(Self.account(limit: 1000), by: NanoUSD(rawValue: 500)))
        redis.stop()
        let need = NanoUSD(rawValue: 400)
        func ask(_ policy: Budget.OutagePolicy, lease: BudgetLease? = lease, spent: Int64 = 0) async -> LeaseAnswer {
            await peer.patiently(Self.account(limit: 1000, spent: spent, lease: lease, policy: policy), by: need)
        }
        #expect(await ask(.closed) == .unavailable)
        #expect(await ask(.localLease).total == lease.total)
        #expect(await ask(.localLease, lease: nil) == .unavailable)
        #expect(await ask(.localLease, spent: 400) == .unavailable)
        #expect(await ask(.open, lease: nil, spent: 600).total == NanoUSD(rawValue: 1000))
        #expect(await ask(.open, lease: nil, spent: 601) == .exhausted(left: NanoUSD(rawValue: 399)))
        #expect(peer.store.health.outages == [.refused: 3, .localLease: 1, .open: 1])
        await peer.end()
    }

    @Test func `a moment without the store refuses nothing`() async throws {
        let redis = try await RedisProcess()
        let peer = try Peer(redis, Folder(), patience: .seconds(60))
        try await peer.exchange()
        _ = try granted(await peer.store.extend(Self.account(limit: 1000), by: NanoUSD(rawValue: 100)))
        // Its connections are gone; each is made again within some tens of milliseconds.
        for round in 1...20 {
            _ = try? await peer.client.send(RESPCommand("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "no"))
            let answer = await peer.patiently(
                Self.account(limit: 1000, spent: Int64(round * 10)), by: NanoUSD(rawValue: 500))
            _ = try granted(answer)
        }
        #expect(peer.store.health.outages.isEmpty)
        await peer.end()
    }

    @Test func `spend of others reaches the book, and an idle lease goes back`() async throws {
        let redis = try await RedisProcess()
        let clock = TestClock()
        let one = try Peer(redis, Folder(), node: "one", clock: clock)
        let two = try Peer(redis, Folder(), node: "two", clock: clock)
        let budget = Budget(id: Self.id, limit: NanoUSD(rawValue: 1000), mode: .hard)
        let subject = BudgetSubject(user: Self.id.name, key: nil, component: "c", model: nil)
        let wall = clock.shared.wall()
        for peer in [one, two] {
            peer.book.set(budget, zone: UTCOffsets(), countsAfter: 0, at: wall)
            try await peer.exchange()
        }
        // A call on the first gateway.
        let cost = NanoUSD(rawValue: 300)
        guard case .needsLease(let accounts) = one.book.admit(subject, worstCase: cost, startedAt: wall, now: clock.now)
        else { throw NotGranted(answer: "admitted without a lease") }
        let account = try #require(accounts.first)
        let lease = try granted(await one.store.extend(account, by: cost))
        #expect(one.book.setLease(lease, of: Self.id, period: account.period.name))
        guard case .admitted(let hold?) = one.book.admit(subject, worstCase: cost, startedAt: wall, now: clock.now)
        else { throw NotGranted(answer: "refused") }
        one.book.settle(subject, hold: hold, cost: cost, sequence: 1, startedAt: wall, at: wall)
        try await one.exchange()
        clock.advance(.seconds(6))
        try await two.exchange()
        #expect(two.book.account(of: Self.id, at: wall)?.spentElsewhere == cost)
        try await one.exchange()
        #expect(one.book.account(of: Self.id, at: wall)?.lease == nil)
        #expect(try await one.store.leases().isEmpty)
        let rest = try #require(two.book.account(of: Self.id, at: wall))
        let answer = await two.store.extend(rest, by: NanoUSD(rawValue: 700))
        #expect(answer.total == NanoUSD(rawValue: 700))
        await one.end()
        await two.end()
    }

    private static func account(
        limit: Int64, spent: Int64 = 0, lease: BudgetLease? = nil, policy: Budget.OutagePolicy = .closed
    ) -> BudgetAccountState {
        BudgetAccountState(
            budget: Budget(id: id, limit: NanoUSD(rawValue: limit), mode: .hard, onOutage: policy), period: .total,
            spent: NanoUSD(rawValue: spent), held: .zero, lease: lease)
    }
}

/// A lease was expected.
private struct NotGranted: Error {
    let answer: String
}

private func granted(_ answer: LeaseAnswer) throws -> BudgetLease {
    guard case .granted(let lease) = answer else { throw NotGranted(answer: "\(answer)") }
    return lease
}

extension LeaseAnswer {
    /// What was granted.
    fileprivate var total: NanoUSD? {
        if case .granted(let lease) = self { lease.total } else { nil }
    }
}
