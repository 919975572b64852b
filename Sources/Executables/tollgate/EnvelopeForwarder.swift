import AsyncHTTPClient
import ControlPlane
import NIOCore
import NIOHTTP1
import SentryProtocol

/// Posts pages' envelopes to Sentry: no redirect is followed, and nothing of a request but its envelope goes out.
struct EnvelopeForwarder: EnvelopeForwarding {
    private static let agent = "tollgate-tunnel/\(Version.text)"
    /// Made with the first envelope, and there until the process ends.
    private static let client: HTTPClient = {
        var configuration = HTTPClient.Configuration()
        configuration.redirectConfiguration = .disallow
        configuration.timeout.connect = .seconds(5)
        configuration.connectionPool.retryConnectionEstablishment = false
        return HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }()

    func forward(_ envelope: [UInt8], to project: SentryDSN) async throws -> ForwardedAnswer {
        var request = HTTPClientRequest(url: project.envelopeURL)
        request.method = .POST
        request.headers.add(name: "Content-Type", value: "application/x-sentry-envelope")
        request.headers.add(name: "X-Sentry-Auth", value: project.authentication(client: Self.agent))
        request.headers.add(name: "User-Agent", value: Self.agent)
        request.body = .bytes(ByteBuffer(bytes: envelope))
        let response = try await Self.client.execute(request, timeout: .seconds(10))
        // Read to its end, so that the connection serves the next one; pages are told nothing of it.
        _ = try? await response.body.collect(upTo: 64 << 10)
        let limits = response.headers[canonicalForm: "x-sentry-rate-limits"]
        return ForwardedAnswer(
            status: Int(response.status.code), rateLimits: limits.isEmpty ? nil : limits.joined(separator: ","),
            retryAfter: response.headers.first(name: "retry-after"))
    }
}
