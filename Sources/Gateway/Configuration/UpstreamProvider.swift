public import Dialects
public import NIOSSL
public import Usage

/// A provider to which calls are forwarded: one entry of the configuration, ready for use.
public struct UpstreamProvider: Sendable {
    /// The name in `/{provider}/…` and in rows.
    public var id: ProviderID
    public var dialect: Dialect
    /// How its usage is counted.
    public var flavor: UsageFlavor
    public let host: String
    public let port: Int
    /// What stands before the request's own path: empty, or `/` and more without a trailing `/`.
    public var pathPrefix: String
    /// TLS to the provider; nil = plain HTTP.
    public let tls: NIOSSLContext?
    /// The `Host` field's value.
    let authority: String
    /// The configured key; nil = the caller's is passed on.
    public var apiKey: String?
    /// Use the caller's own key where it sends one, though a key is configured.
    public var prefersCallerKey = false
    /// Whether `stream_options.include_usage` may be added to its streams.
    public var injectsUsage = true
    public var onDisconnect = DisconnectPolicy.drain
    /// Region or data zone that its calls run in, where prices depend on it.
    public var location: String?
    /// Put in front of a metered path that begins with `/v1` and not with this.
    public var impliedPrefix = ""
    /// Models that the configuration names; they may become metric labels before they have answered.
    public var models: Set<String> = []

    /// What becomes of an answer whose client has gone.
    public enum DisconnectPolicy: String, Sendable, Hashable, CaseIterable {
        /// Read on to its end, within limits, for the provider's own usage.
        case drain
        /// Close the connection and estimate.
        case abort
    }

    /// A provider at `host`:`port`.
    public init(
        id: ProviderID, dialect: Dialect, flavor: UsageFlavor, host: String, port: Int,
        pathPrefix: String, tls: NIOSSLContext?, apiKey: String?
    ) {
        self.id = id
        self.dialect = dialect
        self.flavor = flavor
        self.host = host
        self.port = port
        self.pathPrefix = pathPrefix
        self.tls = tls
        self.apiKey = apiKey
        let shown = host.contains(":") ? "[\(host)]" : host
        authority = port == (tls == nil ? 80 : 443) ? shown : "\(shown):\(port)"
    }

    /// Whether `stream_options.include_usage` may be added to a request with `query`.
    ///
    /// Azure knows it since the version 2024-09-01 of its API, and refuses it before.
    func injectsUsage(query: String) -> Bool {
        guard injectsUsage, dialect == .azure, let version = query.firstRange(of: "api-version=") else {
            return injectsUsage
        }
        let date = query[version.upperBound...].prefix { $0 != "&" }
        return date.first?.isNumber != true || date >= "2024-09-01"
    }
}
