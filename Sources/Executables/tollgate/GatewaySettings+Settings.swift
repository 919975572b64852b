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
        maxCostPerCall = settings.budgets.maxCostPerCall
        imageTokens = settings.budgets.imageTokens
        onLedgerFailure = LedgerFailurePolicy(rawValue: settings.onLedgerFailure.rawValue) ?? .auto
        limits.requestBody = settings.limits.requestBody
        limits.bufferedRequest = settings.limits.bufferedRequest
        spoolDirectory = settings.dataDirectory
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
        var contexts: [String: NIOSSLContext] = [:]
        providers = try settings.providers.map { try UpstreamProvider($0, &contexts) }
    }
}

extension UpstreamProvider {
    /// One provider of the settings; `contexts`: those that others use, by the file of their roots.
    init(_ provider: Settings.Provider, _ contexts: inout [String: NIOSSLContext]) throws {
        let url = provider.baseURL
        self.init(
            id: provider.name, dialect: provider.dialect, flavor: provider.flavor, host: url.host, port: url.port,
            pathPrefix: url.pathPrefix, tls: try Self.tls(provider, &contexts), apiKey: provider.apiKey?.reveal())
        prefersCallerKey = provider.prefersCallerKey
        injectsUsage = provider.injectsUsage
        onDisconnect = DisconnectPolicy(rawValue: provider.onDisconnect.rawValue) ?? .drain
        location = provider.location
        impliedPrefix = provider.impliedPrefix
        models = Set(provider.models.map(\.rawValue))
    }

    /// Certificates are always verified: against the file named, `SSL_CERT_FILE`, or the system's roots.
    ///
    /// Roots are large, and read once for all providers that trust the same ones.
    private static func tls(
        _ provider: Settings.Provider, _ contexts: inout [String: NIOSSLContext]
    ) throws -> NIOSSLContext? {
        guard provider.baseURL.scheme == .https else { return nil }
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.minimumTLSVersion = .tlsv12
        configuration.applicationProtocols = ["http/1.1"]
        let variable = ProcessInfo.processInfo.environment["SSL_CERT_FILE"] ?? ""
        let file = provider.tlsCAFile ?? variable
        if let known = contexts[file] { return known }
        if !file.isEmpty { configuration.trustRoots = .file(file) }
        let context = try NIOSSLContext(configuration: configuration)
        contexts[file] = context
        return context
    }
}
