/// Where the control plane listens and who may read it.
public struct ControlPlaneConfiguration: Sendable {
    /// Name or address to bind.
    public var host: String
    /// TCP port; 0 takes a free one, which `onListening` tells.
    public var port: Int
    /// Guards everything but `/metrics`, `/healthz` and `/readyz`; nil = open, which is for loopback only
    /// (CONTRACTS.md "Environment and configuration"; the settings refuse anything else).
    public var adminToken: AdminToken?
    /// How long requests that are being answered may go on after a graceful shutdown began; then they are cut.
    public var shutdownGrace: Duration

    /// The control plane on `host`:`port`.
    public init(
        host: String = "127.0.0.1", port: Int = 4001, adminToken: AdminToken? = nil,
        shutdownGrace: Duration = .seconds(5)
    ) {
        self.host = host
        self.port = port
        self.adminToken = adminToken
        self.shutdownGrace = shutdownGrace
    }
}
