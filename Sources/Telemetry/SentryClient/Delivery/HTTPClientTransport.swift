import AsyncHTTPClient
import GzipEncoding
import Logging
import NIOCore
import NIOHTTP1
import NIOSSL
import SentryProtocol
import WireText

/// HTTP with async-http-client: gzip, time limits, no redirects, no retries of its own.
final class HTTPClientTransport: SentryTransport {
    private let client: HTTPClient
    private let url: String
    private let authentication: String
    private let timeout: Duration
    private let logger: Logger?
    /// Smaller ones are not worth it.
    private static let compressedFrom = 1_024

    init(_ dsn: SentryDSN, timeout: Duration, logger: Logger?) {
        var configuration = HTTPClient.Configuration()
        configuration.redirectConfiguration = .disallow
        // What carries telemetry is not traced itself: each export would be something to export.
        configuration.tracing.tracer = nil
        configuration.timeout.connect = .seconds(5)
        configuration.connectionPool.retryConnectionEstablishment = false
        client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
        url = dsn.envelopeURL
        authentication = dsn.authentication(client: SentrySDKInfo.swift.agent)
        self.timeout = timeout
        self.logger = logger
    }

    func post(_ envelope: [UInt8]) async -> SentryAnswer? {
        var request = HTTPClientRequest(url: url)
        request.method = .POST
        request.headers.add(name: "Content-Type", value: "application/x-sentry-envelope")
        request.headers.add(name: "X-Sentry-Auth", value: authentication)
        request.headers.add(name: "User-Agent", value: SentrySDKInfo.swift.agent)
        if envelope.count >= Self.compressedFrom, let compressed = Gzip.compress(envelope) {
            request.headers.add(name: "Content-Encoding", value: "gzip")
            request.body = .bytes(ByteBuffer(bytes: compressed))
        } else {
            request.body = .bytes(ByteBuffer(bytes: envelope))
        }
        do {
            let response = try await client.execute(request, deadline: .now() + TimeAmount(timeout))
            // Read to its end, so that the connection serves the next one; what it says is of no use.
            _ = try? await response.body.collect(upTo: 64 << 10)
            let limits = response.headers[canonicalForm: "x-sentry-rate-limits"]
            return SentryAnswer(
                status: Int(response.status.code), rateLimits: limits.isEmpty ? nil : limits.joined(separator: ","),
                retryAfter: response.headers.first(name: "retry-after").flatMap { field in
                    RetryAfter.seconds(
                        field,
                        now: response.headers.first(name: "date").flatMap { HTTPDate.seconds($0) }
                            ?? Int64(SentryClock.system.now().seconds))
                })
        } catch {
            logger?.debug("Sentry did not answer.", metadata: ["error": "\(error)"])
            return nil
        }
    }

    deinit {
        // A program may end without having run the service; an open client would be a trap then.
        let _: EventLoopFuture<Void> = client.shutdown()
    }

    func shutdown() async {
        do {
            try await client.shutdown()
        } catch {
            logger?.debug("The connections to Sentry did not close in order.", metadata: ["error": "\(error)"])
        }
    }
}
