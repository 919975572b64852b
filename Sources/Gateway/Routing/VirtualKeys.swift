public import Ledger
public import Usage

/// What a valid virtual key allows and means.
public struct KeyGrant: Sendable {
    public var id: KeyID
    public var owner: UserID
    public var component: ComponentType?
    public var tags: [UsageRecord.Tag] = []
    /// A trusted key's caller may name any user.
    public var isTrusted = false
    /// Models that may be called, a `*` at the end standing for any rest; nil = all.
    public var models: [String]?
    /// Providers that may be called; nil = all.
    public var providers: Set<ProviderID>?
    /// Its limits, shared by all loops; nil where it has none.
    public var limiter: KeyLimiter?

    /// A grant to `owner` without limits.
    public init(id: KeyID, owner: UserID) {
        self.id = id
        self.owner = owner
    }

    /// Whether calls of `provider` are allowed.
    func allows(_ provider: ProviderID) -> Bool { providers?.contains(provider) ?? true }

    /// Whether calls of a model are allowed, by the name in the request or by the catalogue's.
    func allows(_ names: [ModelID?]) -> Bool {
        guard let models else { return true }
        return names.contains { name in
            guard let name else { return false }
            return models.contains { pattern in
                pattern.hasSuffix("*") ? name.rawValue.hasPrefix(pattern.dropLast()) : name.rawValue == pattern
            }
        }
    }
}

/// The port that knows the virtual keys (`tg-…`).
///
/// Called on event loops, once a call that carries one.
public protocol VirtualKeys: Sendable {
    /// What the key grants; nil when it is unknown, revoked or expired.
    func grant(for key: String) -> KeyGrant?
}

/// No virtual key exists.
public struct NoVirtualKeys: VirtualKeys {
    /// A store without keys.
    public init() {}
    public func grant(for key: String) -> KeyGrant? { nil }
}
