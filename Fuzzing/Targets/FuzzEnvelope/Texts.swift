import Checks
import SentryProtocol

/// What is a DSN leads to its own host, breaks no header, and shows no secret.
func checkDSN(_ text: String) {
    guard let dsn = try? SentryDSN(text) else { return }
    let url = dsn.envelopeURL
    check(url.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F }, "a URL with \(url.debugDescription)")
    check(url.hasSuffix("/api/\(dsn.projectID)/envelope/"), url)
    let rest = url.dropFirst(dsn.scheme.count + 3)
    let authority = rest.prefix { $0 != "/" }
    check(!authority.contains("@"), "keys in the URL: \(url)")
    check(authority.hasPrefix(dsn.host), "another host: \(url)")
    check(!dsn.authentication(client: "c/1").utf8.contains { $0 < 0x20 }, "a header that is two")
    guard let again = try? SentryDSN(dsn.description) else { return check(false, "not read again: \(dsn)") }
    check(again.isSameProject(as: dsn) && again.publicKey == dsn.publicKey, "\(again) of \(dsn)")
    check(again.secretKey == nil, "the secret is shown")
}

/// What is read of a trace's headers is written so that it reads the same.
func checkPropagation(_ text: String) {
    if let header = SentryTraceHeader(text) {
        check(SentryTraceHeader("\(header)") == header, "\(header)")
        check("\(header)".utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F }, "a header that is two")
    }
    var limits = SentryRateLimits()
    limits.update(status: 200, limits: text, retryAfter: nil, now: 7)
    for category in SentryDataCategory.allCases {
        let remaining = limits.remaining(category, now: 7)
        check(remaining >= 0 && remaining <= 86_400, "\(remaining) s of \(category)")
    }
    guard let context = SentryDynamicSamplingContext(baggage: text) else { return }
    let baggage = context.baggage
    check(baggage.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F }, "a header that is two: \(baggage)")
    if baggage.utf8.count <= 8_192, !context.fields.isEmpty {
        check(SentryDynamicSamplingContext(baggage: baggage) == context, "\(baggage) of \(context)")
    }
}

/// What is filtered is filtered once for all, and no value of a sensitive name is left.
func checkFilter(_ text: String) {
    let filter = SentryDataFilter()
    let query = filter.query(text)
    check(filter.query(query) == query, "twice: \(query)")
    for part in query.utf8.split(separator: 0x26) where part.starts(with: "token=".utf8) {
        check(part.dropFirst(6).elementsEqual(SentryDataFilter.filtered.utf8), query)
    }
    let url = filter.url(text)
    check(filter.url(url) == url, "twice: \(url)")
    let cookies = filter.headers(["Cookie": text])
    check(filter.headers(cookies) == cookies, "twice: \(cookies)")
}
