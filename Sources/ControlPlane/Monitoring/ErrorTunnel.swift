public import SentryProtocol

/// The way of a browser's error reports to Sentry: through here, where no ad blocker looks, and nowhere else.
///
/// It takes envelopes of official browser SDKs (their `tunnel` option) and of `tollgate-browser.js`, and posts them to the
/// address of a DSN that is configured here. What an envelope names only selects one of those; nothing in a request can
/// make this gateway connect to anything else.
public struct ErrorTunnel: Sendable {
    /// Where envelopes may go; the first is the one that `tollgate-browser.js` uses by default.
    public var projects: [SentryDSN]
    /// Origins of pages on other hosts that may use it, as `https://shop.example`; pages of this host always may.
    public var origins: Set<String>
    /// The largest body that is taken, bytes.
    public var maximumBytes: Int
    /// Envelopes a minute, all senders together; more are answered with 429.
    public var envelopesAMinute: Int
    /// What pages are told as their environment, unless they say one themselves.
    public var environment: String
    /// Posts an envelope.
    public var forwarding: any EnvelopeForwarding

    /// A tunnel.
    public init(
        projects: [SentryDSN], origins: Set<String> = [], maximumBytes: Int = 1 << 20, envelopesAMinute: Int = 300,
        environment: String = "production", forwarding: any EnvelopeForwarding
    ) {
        self.projects = projects
        self.origins = origins
        self.maximumBytes = maximumBytes
        self.envelopesAMinute = envelopesAMinute
        self.environment = environment
        self.forwarding = forwarding
    }

    /// The configured project that an envelope's header names: same host, path, project and public key.
    func project(of header: SentryEnvelopeHeader) -> SentryDSN? {
        guard let text = header.dsn, let named = try? SentryDSN(text) else { return nil }
        return projects.first { $0.isSameProject(as: named) && $0.publicKey == named.publicKey }
    }
}
