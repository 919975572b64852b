import WireText

/// Takes sensitive values out of what is collected by itself: headers, cookies, queries.
///
/// Names stay, so that one sees that there was something; a value becomes `[Filtered]` where its name contains one of
/// the terms (SD `expected-features/data-handling.mdx`). What an application sets itself (user, tags, contexts, extra)
/// is never touched.
public struct SentryDataFilter: Sendable, Hashable {
    /// What stands in the place of a value.
    public static let filtered = "[Filtered]"

    /// Parts of names, in lower case.
    public var terms: [String]
    /// Addresses of clients and what proxies tell of them are kept, too.
    public var keepsPersonalData: Bool

    /// The terms that Sentry's SDKs have in common.
    public static let defaultTerms = [
        "auth", "token", "secret", "password", "passwd", "pwd", "key", "jwt", "bearer", "sso", "saml", "csrf", "xsrf",
        "credentials", "session", "sid", "identity",
    ]
    /// Parts of the names of headers that tell who or where a client is.
    private static let personalTerms = ["forwarded", "-ip", "remote-", "via", "-user"]

    /// A filter.
    public init(terms: [String] = SentryDataFilter.defaultTerms, keepsPersonalData: Bool = false) {
        self.terms = terms.map { $0.lowercased() }
        self.keepsPersonalData = keepsPersonalData
    }

    /// Whether the value of a field of this name is sensitive.
    public func isSensitive(_ name: some StringProtocol) -> Bool {
        let name = name.lowercased()
        return terms.contains { name.contains($0) }
    }

    /// Headers, filtered; those that hold cookies by each cookie's name.
    public func headers(_ headers: [String: String]) -> [String: String] {
        var result: [String: String] = [:]
        for (name, value) in headers {
            let lower = name.lowercased()
            if isSensitive(lower) || !keepsPersonalData && Self.personalTerms.contains(where: { lower.contains($0) }) {
                result[name] = Self.filtered
            } else if lower == "cookie" || lower == "set-cookie" {
                result[name] = cookieHeader(value)
            } else if lower == "referer" || lower == "location" || lower == "origin" {
                result[name] = url(value)
            } else {
                result[name] = value
            }
        }
        return result
    }

    /// Cookies, filtered.
    public func cookies(_ cookies: [String: String]) -> [String: String] {
        Dictionary(
            cookies.map { ($0.key, isSensitive($0.key) ? Self.filtered : $0.value) }, uniquingKeysWith: { $1 })
    }

    private func cookieHeader(_ header: String) -> String {
        pairs(header, separator: 0x3B) { String(decoding: $0, as: UTF8.self) }
    }

    /// A query (`a=b&token=c`), filtered; names are read with their escapes.
    public func query(_ query: some StringProtocol) -> String {
        pairs(query, separator: 0x26) { PercentEncoding.decoded($0) }
    }

    /// By bytes: a combining character behind a separator makes another character of it, and must not hide it.
    private func pairs(_ text: some StringProtocol, separator: UInt8, name: (Array<UInt8>.SubSequence) -> String)
        -> String
    {
        let filtered = Array(text.utf8).split(separator: separator, omittingEmptySubsequences: false).map { part in
            guard let equals = part.firstIndex(of: 0x3D), isSensitive(name(part[..<equals])) else { return part }
            return part[...equals] + Self.filtered.utf8
        }
        return String(decoding: Array(filtered.joined(separator: [separator])), as: UTF8.self)
    }

    /// A URL without credentials and fragment, its query filtered.
    public func url(_ url: some StringProtocol) -> String {
        let bare = Array(url.utf8).prefix { $0 != 0x23 }
        let mark = bare.firstIndex(of: 0x3F) ?? bare.endIndex
        var front = Array(bare[..<mark])
        if let scheme = front.firstRange(of: "://".utf8) {
            let end = front[scheme.upperBound...].firstIndex(of: 0x2F) ?? front.endIndex
            if let at = front[scheme.upperBound..<end].lastIndex(of: 0x40) {
                front.replaceSubrange(scheme.upperBound..<at, with: Self.filtered.utf8)
            }
        }
        let text = String(decoding: front, as: UTF8.self)
        return mark < bare.endIndex ? text + "?" + query(String(decoding: bare[(mark + 1)...], as: UTF8.self)) : text
    }

    /// A request, filtered; its body only as the application put it there.
    public func request(_ request: SentryRequest) -> SentryRequest {
        var result = request
        result.headers = headers(request.headers)
        result.cookies = cookies(request.cookies)
        result.query = request.query.map { query($0) }
        result.url = request.url.map { url($0) }
        return result
    }
}
