import Foundation
import GRDB
public import Ledger
public import Usage

extension PolicyStore: KeyStoring {
    @_semantics("optimize.no.crossmodule")
    public func keys() async throws -> [VirtualKeyRecord] {
        try await pool.read { db in
            try Row.fetchAll(db, sql: "SELECT * FROM virtual_keys ORDER BY created_at, id").map(Self.key)
        }
    }

    @_semantics("optimize.no.crossmodule")
    public func save(_ key: VirtualKeyRecord) async throws {
        let tags = try Self.json(key.tags.map { [$0.name, $0.value] })
        let models = try key.models.map { try Self.json($0) }
        let providers = try key.providers.map { try Self.json($0.map(\.rawValue)) }
        try await pool.write { db in
            try db.execute(
                sql: """
                    INSERT INTO virtual_keys (id, digest, hint, owner, component, tags, models, providers,
                        requests_per_minute, tokens_per_minute, max_concurrent, expires_at, trusted, created_at)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    key.id.rawValue, Data(key.digest), key.hint, key.owner.rawValue, key.component?.rawValue, tags,
                    models, providers, key.requestsPerMinute, key.tokensPerMinute, key.maxConcurrent, key.expiresAt,
                    key.isTrusted, key.createdAt,
                ])
        }
    }

    @_semantics("optimize.no.crossmodule")
    public func replaceKey(_ key: VirtualKeyRecord) async throws -> Bool {
        let tags = try Self.json(key.tags.map { [$0.name, $0.value] })
        let models = try key.models.map { try Self.json($0) }
        let providers = try key.providers.map { try Self.json($0.map(\.rawValue)) }
        return try await pool.write { db in
            try db.execute(
                sql: """
                    UPDATE virtual_keys SET owner = ?, component = ?, tags = ?, models = ?, providers = ?,
                        requests_per_minute = ?, tokens_per_minute = ?, max_concurrent = ?, expires_at = ?, trusted = ?
                    WHERE id = ?
                    """,
                arguments: [
                    key.owner.rawValue, key.component?.rawValue, tags, models, providers, key.requestsPerMinute,
                    key.tokensPerMinute, key.maxConcurrent, key.expiresAt, key.isTrusted, key.id.rawValue,
                ])
            return db.changesCount > 0
        }
    }

    @_semantics("optimize.no.crossmodule")
    public func removeKey(_ id: KeyID) async throws -> Bool {
        try await pool.write { db in
            try db.execute(sql: "DELETE FROM virtual_keys WHERE id = ?", arguments: [id.rawValue])
            return db.changesCount > 0
        }
    }

    private static func key(_ row: Row) throws -> VirtualKeyRecord {
        let digest: Data = row["digest"]
        var key = VirtualKeyRecord(
            id: KeyID(rawValue: row["id"]), digest: Array(digest), hint: row["hint"],
            owner: UserID(rawValue: row["owner"]), createdAt: row["created_at"])
        key.component = (row["component"] as String?).map { ComponentType(rawValue: $0) }
        let tags = try JSONDecoder().decode([[String]].self, from: Data((row["tags"] as String).utf8))
        key.tags = try tags.map { pair in
            guard pair.count == 2 else { throw LedgerError(.damaged, "The tags of the key \(key.id) cannot be read.") }
            return UsageRecord.Tag(name: pair[0], value: pair[1])
        }
        key.models = try names(row["models"])
        key.providers = try names(row["providers"])?.map { ProviderID(rawValue: $0) }
        key.requestsPerMinute = row["requests_per_minute"]
        key.tokensPerMinute = row["tokens_per_minute"]
        key.maxConcurrent = row["max_concurrent"]
        key.expiresAt = row["expires_at"]
        key.isTrusted = row["trusted"]
        return key
    }

    private static func names(_ text: String?) throws -> [String]? {
        try text.map { try JSONDecoder().decode([String].self, from: Data($0.utf8)) }
    }

    private static func json(_ value: some Encodable) throws -> String {
        String(decoding: try JSONEncoder().encode(value), as: UTF8.self)
    }
}
