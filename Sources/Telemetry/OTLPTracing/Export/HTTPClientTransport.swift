import AsyncHTTPClient
import Logging
import NIOCore
import NIOHTTP1
import NIOSSL

/// HTTP with async-http-client.
final class HTTPClientTransport: OTLPTransport {
    private let client: HTTPClient
    private let logger: Logger?
    /// The most of an answer that is read.
    private static let maximumAnswer = 4 << 20

    /// A transport with the certificates of `endpoint`.
    ///
    /// Throws where a file cannot be read or holds no certificate or key.
    init(_ endpoint: OTLPEndpoint, logger: Logger?) throws(OTLPFileError) {
        var configuration = HTTPClient.Configuration()
        configuration.redirectConfiguration = .disallow
        // What carries telemetry is not traced itself: each export would be something to export.
        configuration.tracing.tracer = nil
        configuration.timeout.connect = .seconds(10)
        var tls = TLSConfiguration.makeClientConfiguration()
        if let file = endpoint.certificate {
            tls.trustRoots = .certificates(try Self.read(file, .certificate) { try NIOSSLCertificate.fromPEMFile($0) })
        }
        if let file = endpoint.clientCertificate {
            let chain = try Self.read(file, .clientCertificate) { try NIOSSLCertificate.fromPEMFile($0) }
            tls.certificateChain = chain.map { .certificate($0) }
        }
        if let file = endpoint.clientKey {
            let key = try Self.read(file, .clientKey) { try NIOSSLPrivateKey(file: $0, format: .pem) }
            tls.privateKey = .privateKey(key)
        }
        configuration.tlsConfiguration = tls
        // The exporter decides about retries itself.
        configuration.connectionPool.retryConnectionEstablishment = false
        client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
        self.logger = logger
    }

    func post(_ body: [UInt8], to endpoint: OTLPEndpoint, fields: [OTLPEndpoint.Header]) async -> OTLPAnswer? {
        var request = HTTPClientRequest(url: endpoint.url)
        request.method = .POST
        for field in fields { request.headers.add(name: field.name, value: field.value) }
        request.body = .bytes(ByteBuffer(bytes: body))
        let deadline: NIODeadline =
            endpoint.timeout > .zero ? .now() + TimeAmount(endpoint.timeout) : .distantFuture
        do {
            let response = try await client.execute(request, deadline: deadline)
            let body = try? await response.body.collect(upTo: Self.maximumAnswer)
            return OTLPAnswer(
                status: Int(response.status.code), retryAfter: response.headers.first(name: "retry-after"),
                body: body.map { Array($0.readableBytesView) })
        } catch {
            logger?.debug("The collector did not answer.", metadata: ["error": "\(error)"])
            return nil
        }
    }

    private static func read<Value>(
        _ path: String, _ code: OTLPFileError.Code, _ read: (String) throws -> Value
    ) throws(OTLPFileError) -> Value {
        do { return try read(path) } catch { throw OTLPFileError(code, path, error) }
    }

    deinit {
        // A program may end without having run the service; an open client would be a trap then.
        let _: EventLoopFuture<Void> = client.shutdown()
    }

    func shutdown() async {
        do {
            try await client.shutdown()
        } catch {
            logger?.debug("The exporter's connections did not close in order.", metadata: ["error": "\(error)"])
        }
    }
}
