/// Who was served, as the application says; never changed by the client.
public struct SentryUser: Sendable, Hashable {
    public var id: String?
    public var username: String?
    public var email: String?
    public var ipAddress: String?
    public var data: [String: SentryValue] = [:]

    /// A user.
    public init(id: String? = nil, username: String? = nil, email: String? = nil, ipAddress: String? = nil) {
        self.id = id
        self.username = username
        self.email = email
        self.ipAddress = ipAddress
    }

    var encoded: SentryValue? {
        let value = SentryValue.fields([
            "id": id.encoded, "username": username.encoded, "email": email.encoded,
            "ip_address": ipAddress.encoded, "data": SentryValue.values(data),
        ])
        return value == .object([:]) ? nil : value
    }
}
