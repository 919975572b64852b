public import Ledger
public import Usage

/// What a valid virtual key allows and means.
public struct KeyGrant: Sendable, Hashable {
    public var owner: UserID
    public var component: ComponentType?
    public var tags: [UsageRecord.Tag]
    /// A trusted key's caller may name any user.
    public var isTrusted: Bool

    /// A grant.
    public init(owner: UserID, component: ComponentType?, tags: [UsageRecord.Tag], isTrusted: Bool) {
        self.owner = owner
        self.component = component
        self.tags = tags
        self.isTrusted = isTrusted
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
