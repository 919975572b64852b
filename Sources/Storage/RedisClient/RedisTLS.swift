import NIOSSL

/// TLS to the server.
enum RedisTLS {
    /// What connections share; reads the file of authorities.
    static func context(_ configuration: RedisConfiguration) throws(RedisError) -> NIOSSLContext {
        var tls = TLSConfiguration.makeClientConfiguration()
        if let file = configuration.authoritiesFile { tls.trustRoots = .file(file) }
        do {
            return try NIOSSLContext(configuration: tls)
        } catch {
            let place = configuration.authoritiesFile.map { "\($0), which has to be a PEM file of certificates" }
            throw RedisError(
                .configuration, "TLS to Redis cannot be set up with \(place ?? "the system's authorities"): \(error).")
        }
    }

    /// One connection's handler; an address is verified as such where the host is no name.
    static func handler(_ context: NIOSSLContext, host: String) throws -> NIOSSLClientHandler {
        do {
            return try NIOSSLClientHandler(context: context, serverHostname: host)
        } catch let error as NIOSSLExtraError where error == .cannotUseIPAddressInSNI {
            return try NIOSSLClientHandler(context: context, serverHostname: nil)
        }
    }
}
