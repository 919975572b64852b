import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

/// One request to somebody else's server, and what became of it, by the step at which it failed.
struct HTTPProbe {
    /// What was answered.
    struct Answer {
        var status: Int
        var fields: HTTPHeaders
        /// The first KiB.
        var body: String
        var roundTrip: Duration
        /// Seconds that the server's clock is ahead of this machine's, to about a second; nil where it told no time.
        var clockAhead: Double?

        /// Whether the body begins as an object or a list does.
        var isJSON: Bool { body.first { !$0.isWhitespace }.map { "{[".contains($0) } ?? false }

        /// `123 ms`.
        var time: String {
            let (seconds, attoseconds) = roundTrip.components
            return "\(seconds * 1000 + attoseconds / 1_000_000_000_000_000) ms"
        }
    }

    /// Why there was no answer.
    enum Trouble: Error {
        case unknownName
        case unreachable(String)
        case untrusted
        case wrongName
        case noTLS(String)
        case timeout
        case file(String)
        case other(String)
    }

    var url: String
    var method = HTTPMethod.GET
    var fields: [(String, String)] = []
    var body: [UInt8] = []
    /// PEM file with the authorities to trust instead of the system's.
    var authoritiesFile: String?
    var clientCertificateFile: String?
    var clientKeyFile: String?
    var timeout = TimeAmount.seconds(10)

    /// Asks; at most ``timeout`` for the head, and once more for as much of the body as is read.
    func ask() async throws(Trouble) -> Answer {
        let client = try makeClient()
        let answer: Result<Answer, Trouble>
        do {
            answer = .success(try await send(client))
        } catch {
            answer = .failure(Self.trouble(error))
        }
        do {
            try await client.shutdown()
        } catch {
            // Nothing of it is used again.
        }
        return try answer.get()
    }

    private func makeClient() throws(Trouble) -> HTTPClient {
        var configuration = HTTPClient.Configuration()
        configuration.redirectConfiguration = .disallow
        configuration.timeout.connect = timeout
        configuration.timeout.read = timeout
        configuration.connectionPool.retryConnectionEstablishment = false
        var tls = TLSConfiguration.makeClientConfiguration()
        do {
            if let authoritiesFile {
                tls.trustRoots = .certificates(try NIOSSLCertificate.fromPEMFile(authoritiesFile))
            }
            if let clientCertificateFile {
                tls.certificateChain = try NIOSSLCertificate.fromPEMFile(clientCertificateFile).map { .certificate($0) }
            }
            if let clientKeyFile {
                tls.privateKey = .privateKey(try NIOSSLPrivateKey(file: clientKeyFile, format: .pem))
            }
        } catch {
            throw .file("\(error)")
        }
        configuration.tlsConfiguration = tls
        return HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }

    private func send(_ client: HTTPClient) async throws -> Answer {
        var request = HTTPClientRequest(url: url)
        request.method = method
        for (name, value) in fields { request.headers.add(name: name, value: value) }
        if method == .POST { request.body = .bytes(ByteBuffer(bytes: body)) }
        let clock = ContinuousClock()
        let start = clock.now
        let response = try await client.execute(request, deadline: .now() + timeout)
        let roundTrip = clock.now - start
        let seconds = Double(roundTrip.components.seconds) + Double(roundTrip.components.attoseconds) / 1e18
        let sentAt = Date().timeIntervalSince1970 - seconds / 2
        var text: [UInt8] = []
        for try await part in response.body {
            text += part.readableBytesView.prefix(1024 - text.count)
            // A body that drips without end is as good as one that ended: the head says what is asked here.
            if text.count >= 1024 || clock.now - start - roundTrip > .nanoseconds(timeout.nanoseconds) { break }
        }
        return Answer(
            status: Int(response.status.code), fields: response.headers, body: String(decoding: text, as: UTF8.self),
            roundTrip: roundTrip,
            // The field has whole seconds, cut off.
            clockAhead: response.headers.first(name: "date").flatMap(Self.seconds).map { $0 + 0.5 - sentAt })
    }

    /// Seconds since 1970 of a `Date` field (RFC 9110, section 5.6.7, the preferred form).
    private static func seconds(_ text: String) -> Double? {
        let format = DateFormatter()
        format.locale = Locale(identifier: "en_US_POSIX")
        format.timeZone = TimeZone(identifier: "GMT")
        format.dateFormat = "EEE, dd MMM yyyy HH:mm:ss 'GMT'"
        return format.date(from: text)?.timeIntervalSince1970
    }

    private static func reason(_ error: any Error) -> String {
        (error as? IOError).map { String(cString: strerror($0.errnoCode)) } ?? "\(error)"
    }

    /// BoringSSL's own words for what failed, without the place in its source; else the text as it is.
    private static func alert(_ text: String) -> String {
        let word = text.split(separator: ":").drop { $0 != "OPENSSL_internal" }.dropFirst().first?.prefix { $0 != " " }
        switch word {
        case nil: return text
        case "WRONG_VERSION_NUMBER", "HTTP_REQUEST": return "what answers does not speak TLS"
        case .some(let word): return word.lowercased().replacingOccurrences(of: "_", with: " ")
        }
    }

    private static func trouble(_ error: any Error) -> Trouble {
        switch error {
        case let error as NIOConnectionError:
            guard let first = error.connectionErrors.first else { return .unknownName }
            return .unreachable(reason(first.error))
        case let error as IOError: return .unreachable(reason(error))
        case let error as HTTPClientError:
            let late: [HTTPClientError] = [.connectTimeout, .deadlineExceeded, .readTimeout, .tlsHandshakeTimeout]
            if late.contains(error) { return .timeout }
            return error == .remoteConnectionClosed
                ? .other("it closes the connection without an answer") : .other(error.description)
        case let error as NIOSSLExtraError where error == .failedToValidateHostname:
            return .wrongName
        case is NIOSSLError, is NIOSSLExtraError, is BoringSSLError:
            let text = "\(error)"
            return text.contains("CERTIFICATE_VERIFY_FAILED") ? .untrusted : .noTLS(alert(text))
        default:
            return .other("\(error)")
        }
    }
}

extension HTTPProbe.Trouble {
    /// What is the case, and what to do, for a server called `host`.
    func said(host: String, authorities: String) -> (message: String, fix: String) {
        switch self {
        case .unknownName:
            (
                "the name \(host) cannot be resolved.",
                "Check the name in the URL, and this machine's DNS (getent hosts \(host))."
            )
        case .unreachable(let reason):
            (
                "\(host) cannot be connected to: \(reason).",
                "Check that it runs, its port, and that no firewall is between (curl -v)."
            )
        case .untrusted:
            (
                "the certificate of \(host) is not trusted here: its authority is unknown to this machine, or it has expired.",
                "Look at it (openssl s_client -connect \(host):443); install the system's authorities (ca-certificates), or "
                    + "name the right ones: \(authorities)."
            )
        case .wrongName:
            ("the certificate is not made out to \(host).", "Use the name that the certificate has.")
        case .noTLS(let reason):
            ("no TLS connection to \(host): \(reason).", "Check whether the URL should begin with http:// or https://.")
        case .timeout:
            (
                "\(host) does not answer in time.",
                "Check that what listens there is not stuck (curl -v), and that no firewall drops the connection."
            )
        case .file(let reason):
            ("a certificate or key cannot be read: \(reason).", "Name a PEM file that exists: \(authorities).")
        case .other(let reason):
            ("\(host) does not speak HTTP as expected: \(reason).", "Check the URL; curl -v shows what answers there.")
        }
    }
}
