/// The request that was served, as far as it may be told.
///
/// Values of sensitive names are to be filtered first: ``SentryDataFilter``.
public struct SentryRequest: Sendable, Hashable {
    public var method: String?
    /// Without query and credentials.
    public var url: String?
    public var query: String?
    public var headers: [String: String] = [:]
    public var cookies: [String: String] = [:]
    /// The body; off unless the application says otherwise.
    public var data: SentryValue?
    public var environment: [String: String] = [:]

    /// A request.
    public init(method: String? = nil, url: String? = nil) {
        self.method = method
        self.url = url
    }

    var encoded: SentryValue? {
        let value = SentryValue.fields([
            "method": method.encoded, "url": url.encoded,
            "query_string": query.flatMap { $0.isEmpty ? nil : .string($0) },
            "headers": SentryValue.texts(headers), "cookies": SentryValue.texts(cookies), "data": data,
            "env": SentryValue.texts(environment),
        ])
        return value == .object([:]) ? nil : value
    }
}
