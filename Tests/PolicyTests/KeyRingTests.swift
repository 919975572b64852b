import Gateway
import Ledger
import LedgerConformance
import Synchronization
import Testing
import Usage
import VirtualKeyRing

@Suite struct KeyRingTests {
    private let store = InMemoryPolicyStore()

    private func ring(at time: @escaping @Sendable () -> Int64 = { 1000 }) async throws -> KeyRing {
        let ring = KeyRing(store: store, now: time)
        try await ring.load()
        return ring
    }

    @Test func `a key grants what it was made with, also after a restart, and is stored as a hash only`() async throws {
        let ring = try await ring()
        var wanted = NewVirtualKey(owner: UserID(rawValue: "alice"))
        wanted.component = ComponentType(rawValue: "chat")
        wanted.models = ["gpt-4o*"]
        wanted.providers = [ProviderID(rawValue: "openai")]
        wanted.requestsPerMinute = 5
        let (record, key) = try await ring.create(wanted)
        #expect(key.hasPrefix("tg-") && key.utf8.count == 46)
        for grant in [ring.grant(for: key), try await self.ring().grant(for: key)] {
            let grant = try #require(grant)
            #expect(grant.id == record.id)
            #expect(grant.owner.rawValue == "alice")
            #expect(grant.models == ["gpt-4o*"])
            #expect(grant.providers == [ProviderID(rawValue: "openai")])
            #expect(grant.limiter != nil)
            #expect(!grant.isTrusted)
        }
        let stored = try await store.keys()
        #expect(stored.map(\.id) == [record.id])
        #expect(!"\(stored)".contains(key.dropFirst(7)))
        #expect(stored[0].digest.count == 32)
    }

    @Test(arguments: ["", "tg-", "tg-wrong", "sk-something", "tg-\u{0}"])
    func `what was not made here grants nothing`(key: String) async throws {
        let ring = try await ring()
        _ = try await ring.create(NewVirtualKey(owner: UserID(rawValue: "alice")))
        #expect(ring.grant(for: key) == nil)
    }

    @Test func `a revoked key grants nothing at once, and is gone for good`() async throws {
        let ring = try await ring()
        let (record, key) = try await ring.create(NewVirtualKey(owner: UserID(rawValue: "alice")))
        #expect(try await ring.revoke(record.id))
        #expect(ring.grant(for: key) == nil)
        #expect(try await !ring.revoke(record.id))
        #expect(try await self.ring().grant(for: key) == nil)
    }

    @Test func `a key ends to the microsecond`() async throws {
        let clock = Clock()
        let ring = try await ring { clock.time.load(ordering: .relaxed) }
        var wanted = NewVirtualKey(owner: UserID(rawValue: "alice"))
        wanted.expiresAt = 2000
        let (_, key) = try await ring.create(wanted)
        clock.time.store(1999, ordering: .relaxed)
        #expect(ring.grant(for: key) != nil)
        clock.time.store(2000, ordering: .relaxed)
        #expect(ring.grant(for: key) == nil)
    }

    @Test func `two keys are never the same`() async throws {
        let ring = try await ring()
        var keys: Set<String> = []
        for _ in 0..<200 { keys.insert(try await ring.create(NewVirtualKey(owner: UserID(rawValue: "a"))).key) }
        #expect(keys.count == 200)
        #expect(ring.keys().count == 200)
    }
}

/// A clock that a test sets.
final class Clock: Sendable {
    let time = Atomic<Int64>(0)
}
