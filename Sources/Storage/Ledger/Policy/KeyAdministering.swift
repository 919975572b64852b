public import Usage

/// The port through which keys are made and revoked.
public protocol KeyAdministering: Sendable {
    /// Makes a key; its text is known to the caller only, from here on.
    func create(_ wanted: NewVirtualKey) async throws -> (record: VirtualKeyRecord, key: String)
    /// All keys that were not revoked, oldest first.
    func keys() async throws -> [VirtualKeyRecord]
    /// Changes what a key grants, at once: all of it, to `wanted`; its text stays. nil when there is none with this id.
    func change(_ id: KeyID, to wanted: NewVirtualKey) async throws -> VirtualKeyRecord?
    /// Revokes a key at once; false when there is none with this id.
    func revoke(_ id: KeyID) async throws -> Bool
}

/// What a key that is to be made or changed shall grant.
public struct NewVirtualKey: Sendable, Hashable {
    public var owner: UserID
    public var component: ComponentType?
    public var tags: [UsageRecord.Tag] = []
    public var models: [String]?
    public var providers: [ProviderID]?
    public var requestsPerMinute: Int?
    public var tokensPerMinute: Int?
    public var maxConcurrent: Int?
    public var expiresAt: Int64?
    public var isTrusted = false

    /// A key of `owner` without limits.
    public init(owner: UserID) { self.owner = owner }
}
