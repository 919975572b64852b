import Foundation
import Gateway
import NIOCore
import NIOSSL
import Settings
import Usage

extension GatewaySettings {
    /// The data plane's share of the settings.
    ///
    /// - Throws: where a provider's CA file cannot be used.
    init(_ settings: Settings) throws {
        self.init()
        host = settings.host
        port = settings.port
        eventLoops = settings.threads
        requiresKeys = settings.requiresKeys
        resendsOnStaleConnection = settings.reconnectsOnStale
        onLedgerFailure = LedgerFailurePolicy(rawValue: settings.onLedgerFailure.rawValue) ?? .auto
        limits.requestBody = settings.limits.requestBody
        limits.head = settings.limits.head
        limits.bufferedAnswer = settings.limits.bufferedAnswer
        limits.drain = settings.limits.drain
        limits.withheld = settings.limits.withheld
        limits.connections = settings.limits.connections
        limits.connectionsPerAddress = settings.limits.connectionsPerAddress
        limits.idleUpstreams = settings.limits.idleUpstreams
        timeouts.connect = TimeAmount(settings.timeouts.connect)
        timeouts.firstByte = TimeAmount(settings.timeouts.firstByte)
        timeouts.upstreamIdle = TimeAmount(settings.timeouts.upstreamIdle)
        timeouts.clientStall = TimeAmount(settings.timeouts.clientStall)
        timeouts.clientIdle = TimeAmount(settings.timeouts.clientIdle)
        timeouts.clientRead = TimeAmount(settings.timeouts.clientRead)
        timeouts.upstreamKeepAlive = TimeAmount(settings.timeouts.upstreamKeepAlive)
        timeouts.drain = TimeAmount(settings.timeouts.drain)
        timeouts.commit = TimeAmount(settings.timeouts.commit)
        timeouts.shutdown = TimeAmount(settings.timeouts.shutdown)
        providers = try settings.providers.map { try UpstreamProvider($0) }
    }
}

extension UpstreamProvider {
    /// One provider of the settings.
    init(_ provider: Settings.Provider) throws {
        let url = provider.baseURL
        self.init(
            id: provider.name, dialect: provider.dialect, flavor: provider.flavor, host: url.host, port: url.port,
            pathPrefix: url.pathPrefix, tls: try Self.tls(provider), apiKey: provider.apiKey?.reveal())
        prefersCallerKey = provider.prefersCallerKey
        injectsUsage = provider.injectsUsage
        onDisconnect = DisconnectPolicy(rawValue: provider.onDisconnect.rawValue) ?? .drain
        models = Set(provider.models.map(\.rawValue))
    }

    /// Certificates are always verified: against the file named, `SSL_CERT_FILE`, or the system's roots.
    private static func tls(_ provider: Settings.Provider) throws -> NIOSSLContext? {
        guard provider.baseURL.scheme == .https else { return nil }
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.applicationProtocols = ["http/1.1"]
        let variable = ProcessInfo.processInfo.environment["SSL_CERT_FILE"] ?? ""
        if let file = provider.tlsCAFile ?? (variable.isEmpty ? nil : variable) {
            configuration.trustRoots = .file(file)
        }
        return try NIOSSLContext(configuration: configuration)
    }
}
