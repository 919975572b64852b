public import Gateway
public import Ledger
import Synchronization
public import Usage

/// The virtual keys in force: asked by every call that carries one, changed by the admin API.
///
/// In memory by digest; what is stored is read at start and written before a change holds.
public final class KeyRing: VirtualKeys, KeyAdministering {
    private struct Entry {
        var record: VirtualKeyRecord
        var grant: KeyGrant
    }

    private let store: any KeyStoring
    private let now: @Sendable () -> Int64
    private let entries = Mutex<[KeyDigest: Entry]>([:])

    /// A ring of what `store` has, once ``load()`` was called.
    ///
    /// - Parameter now: microseconds since 1970.
    public init(store: any KeyStoring, now: @escaping @Sendable () -> Int64) {
        self.store = store
        self.now = now
    }

    /// Reads the stored keys.
    public func load() async throws {
        for record in try await store.keys() { add(record) }
    }

    public func grant(for key: String) -> KeyGrant? {
        let digest = KeyDigest(of: key)
        guard let entry = entries.withLock({ $0[digest] }) else { return nil }
        if let end = entry.record.expiresAt, now() >= end { return nil }
        return entry.grant
    }

    public func create(_ wanted: NewVirtualKey) async throws -> (record: VirtualKeyRecord, key: String) {
        let key = KeyText.key()
        var record = VirtualKeyRecord(
            id: KeyID(rawValue: KeyText.id()), digest: KeyDigest(of: key).bytes, hint: "\(key.prefix(7))…",
            owner: wanted.owner, createdAt: now())
        Self.grant(wanted, by: &record)
        try await store.save(record)
        add(record)
        return (record, key)
    }

    public func change(_ id: KeyID, to wanted: NewVirtualKey) async throws -> VirtualKeyRecord? {
        guard var record = entries.withLock({ $0.values.first { $0.record.id == id }?.record }) else { return nil }
        Self.grant(wanted, by: &record)
        guard try await store.replaceKey(record), let digest = KeyDigest(record.digest) else { return nil }
        var changed = Self.entry(record)
        return entries.withLock { entries in
            // It may have been revoked meanwhile, and stays so.
            guard let former = entries[digest] else { return nil }
            // What was asked within the minute, and what runs, still counts.
            if changed.grant.limiter != nil, let limiter = former.grant.limiter {
                limiter.change(
                    requestsPerMinute: record.requestsPerMinute, tokensPerMinute: record.tokensPerMinute,
                    maxConcurrent: record.maxConcurrent)
                changed.grant.limiter = limiter
            }
            entries[digest] = changed
            return record
        }
    }

    private static func grant(_ wanted: NewVirtualKey, by record: inout VirtualKeyRecord) {
        record.owner = wanted.owner
        record.component = wanted.component
        record.tags = wanted.tags
        record.models = wanted.models
        record.providers = wanted.providers
        record.requestsPerMinute = wanted.requestsPerMinute
        record.tokensPerMinute = wanted.tokensPerMinute
        record.maxConcurrent = wanted.maxConcurrent
        record.expiresAt = wanted.expiresAt
        record.isTrusted = wanted.isTrusted
    }

    public func keys() -> [VirtualKeyRecord] {
        entries.withLock { $0.values.map(\.record) }
            .sorted { ($0.createdAt, $0.id.rawValue) < ($1.createdAt, $1.id.rawValue) }
    }

    public func revoke(_ id: KeyID) async throws -> Bool {
        let wasStored = try await store.removeKey(id)
        let wasHere = entries.withLock { entries -> Bool in
            guard let digest = entries.first(where: { $0.value.record.id == id })?.key else { return false }
            entries[digest] = nil
            return true
        }
        return wasStored || wasHere
    }

    private func add(_ record: VirtualKeyRecord) {
        guard let digest = KeyDigest(record.digest) else { return }
        let entry = Self.entry(record)
        entries.withLock { $0[digest] = entry }
    }

    private static func entry(_ record: VirtualKeyRecord) -> Entry {
        var grant = KeyGrant(id: record.id, owner: record.owner)
        grant.component = record.component
        grant.tags = record.tags
        grant.isTrusted = record.isTrusted
        grant.models = record.models
        grant.providers = record.providers.map(Set.init)
        if record.requestsPerMinute != nil || record.tokensPerMinute != nil || record.maxConcurrent != nil {
            grant.limiter = KeyLimiter(
                requestsPerMinute: record.requestsPerMinute, tokensPerMinute: record.tokensPerMinute,
                maxConcurrent: record.maxConcurrent)
        }
        return Entry(record: record, grant: grant)
    }
}
