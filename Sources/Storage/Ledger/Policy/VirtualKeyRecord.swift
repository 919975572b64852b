public import Usage

/// A virtual key (`tg-…`) as it is stored: what it grants, never the key itself.
public struct VirtualKeyRecord: Sendable, Hashable {
    /// Public; names the key in budgets, listings and rows.
    public var id: KeyID
    /// SHA-256 of the whole key, 32 bytes.
    public var digest: [UInt8]
    /// The key's first characters, for people to recognise it by.
    public var hint: String
    public var owner: UserID
    public var component: ComponentType?
    public var tags: [UsageRecord.Tag]
    /// Models that it may call, a `*` at the end standing for any rest; nil = all.
    public var models: [String]?
    /// Providers that it may call; nil = all.
    public var providers: [ProviderID]?
    public var requestsPerMinute: Int?
    /// Input and output tokens.
    public var tokensPerMinute: Int?
    public var maxConcurrent: Int?
    /// Microseconds since 1970 from which it is not valid any more.
    public var expiresAt: Int64?
    /// Its caller may name any user.
    public var isTrusted: Bool
    /// Microseconds since 1970.
    public var createdAt: Int64

    /// A key of `owner` without limits.
    public init(id: KeyID, digest: [UInt8], hint: String, owner: UserID, createdAt: Int64) {
        self.id = id
        self.digest = digest
        self.hint = hint
        self.owner = owner
        self.createdAt = createdAt
        tags = []
        isTrusted = false
    }
}
