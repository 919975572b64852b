import Dialects
import Ledger
import Usage

/// Who pays for a call, and which part of the application made it (CONTRACTS.md "Attribution").
struct Attribution {
    var user: UserID
    var component: ComponentType
    var tags: [UsageRecord.Tag]

    /// Decides from the key's grant, the header fields and the body, in the contract's order.
    init(grant: KeyGrant?, headers: RequestHeaders, facts: RequestFacts?) {
        let named = headers.user.map { UserID(rawValue: $0) }
        if let grant, !grant.isTrusted {
            user = grant.owner
        } else {
            user = named ?? grant?.owner ?? Self.bounded(facts?.user).map { UserID(rawValue: $0) } ?? .anonymous
        }
        let component =
            headers.component.map { ComponentType(rawValue: $0) } ?? grant?.component
            ?? Self.bounded(facts?.component).map { ComponentType(rawValue: $0) }
        self.component = component ?? .unspecified
        tags = headers.tags + (grant?.tags ?? [])
    }

    private static func bounded(_ text: String?) -> String? {
        guard let text, !text.isEmpty else { return nil }
        return text.firstCodePoints(RequestHeaders.maximumLength)
    }
}
