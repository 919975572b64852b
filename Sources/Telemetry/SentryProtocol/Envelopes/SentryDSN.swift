/// Where a project's events go: `{scheme}://{public key}[:{secret}]@{host}[:{port}][/{path}]/{project}`.
///
/// SD `foundations/transport/authentication.mdx`, "Parsing the DSN". The public key is no secret; the legacy secret key is.
public struct SentryDSN: Sendable, Hashable, CustomStringConvertible {
    /// `https` or `http`.
    public let scheme: String
    public let publicKey: String
    /// Of old DSNs; sent where it is there, and never shown.
    public let secretKey: String?
    /// A name or an address in lower case, IPv6 in brackets.
    public let host: String
    /// nil = the scheme's.
    public let port: Int?
    /// Between host and project: empty, or `/` and segments without a slash at the end.
    public let path: String
    public let projectID: String

    /// Reads a DSN; the error says what to change.
    public init(_ text: String) throws(SentryDSNError) {
        guard text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && !Self.refused.contains($0) }) else {
            throw SentryDSNError(code: .characters)
        }
        let parts = text.split(separator: "://", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, ["https", "http"].contains(parts[0].lowercased()) else {
            throw SentryDSNError(code: .scheme)
        }
        scheme = parts[0].lowercased()
        let slash = parts[1].firstIndex(of: "/") ?? parts[1].endIndex
        let authority = parts[1][..<slash]
        guard let at = authority.lastIndex(of: "@") else { throw SentryDSNError(code: .publicKey) }
        let keys = authority[..<at].split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard let key = keys.first, !key.isEmpty else { throw SentryDSNError(code: .publicKey) }
        publicKey = String(key)
        secretKey = keys.count == 2 && !keys[1].isEmpty ? String(keys[1]) : nil
        (host, port) = try Self.host(authority[authority.index(after: at)...])
        var segments = parts[1][slash...].split(separator: "/")
        guard let project = segments.popLast(), project.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
            throw SentryDSNError(code: .project)
        }
        projectID = String(project)
        path = segments.map { "/" + $0 }.joined()
    }

    /// Quotes, angle brackets, backslash, `?` and `#`: nothing that a URL's path or a header may hold here.
    private static let refused = Set("\"'<>\\?#`{}|^".utf8)

    private static func host(_ text: Substring) throws(SentryDSNError) -> (String, Int?) {
        let closing = text.hasPrefix("[") ? text.firstIndex(of: "]") : text.startIndex
        guard let closing else { throw SentryDSNError(code: .host) }
        let last = text[closing...].firstIndex(of: ":") ?? text.endIndex
        let host = text[..<last]
        guard !host.isEmpty, host != "[]", !host.contains("@"), !host.dropFirst().contains("[") else {
            throw SentryDSNError(code: .host)
        }
        guard last < text.endIndex else { return (host.lowercased(), nil) }
        let digits = text[text.index(after: last)...]
        guard digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let port = Int(digits),
            (1...65_535).contains(port)
        else { throw SentryDSNError(code: .port) }
        return (host.lowercased(), port)
    }

    private var origin: String { scheme + "://" + host + (port.map { ":\($0)" } ?? "") }

    /// Where envelopes are posted to.
    public var envelopeURL: String { "\(origin)\(path)/api/\(projectID)/envelope/" }

    /// Where Sentry takes OTLP traces, with the same authentication.
    public var otlpTracesURL: String { "\(origin)\(path)/api/\(projectID)/integration/otlp/v1/traces/" }

    /// The DSN without its secret.
    public var description: String {
        "\(scheme)://\(publicKey)@\(host)\(port.map { ":\($0)" } ?? "")\(path)/\(projectID)"
    }

    /// The organisation's number, where the host tells it (`o123.ingest.…`).
    public var organizationID: String? {
        guard let first = host.split(separator: ".").first, host.contains("."), first.first == "o" else { return nil }
        let digits = first.dropFirst()
        return !digits.isEmpty && digits.utf8.allSatisfy { (0x30...0x39).contains($0) } ? String(digits) : nil
    }

    /// The value of `X-Sentry-Auth`.
    public func authentication(client: String) -> String {
        "Sentry sentry_version=7, sentry_client=\(client), sentry_key=\(publicKey)"
            + (secretKey.map { ", sentry_secret=\($0)" } ?? "")
    }

    /// Whether both name the same project of the same host, whatever key, scheme and default port.
    public func isSameProject(as other: SentryDSN) -> Bool {
        host == other.host && effectivePort == other.effectivePort && path == other.path
            && projectID == other.projectID
    }

    private var effectivePort: Int { port ?? (scheme == "https" ? 443 : 80) }
}
