import NIOCore
import NIOPosix
import NIOSSL

/// Says why a provider could not be reached, in a sentence that a person can act on.
enum ConnectFailure {
    /// The failure that `error` stands for.
    static func describe(_ error: any Error, provider: UpstreamProvider) -> UpstreamFailure {
        let place = "the provider \(provider.id) (\(provider.host):\(provider.port))"
        switch error {
        case ChannelError.connectTimeout:
            return UpstreamFailure(outcome: .connectTimeout, message: "Connecting to \(place) took too long.")
        case let failure as NIOConnectionError where failure.connectionErrors.contains(where: isTimeout):
            return UpstreamFailure(outcome: .connectTimeout, message: "Connecting to \(place) took too long.")
        case let failure as NIOConnectionError:
            let reason = failure.connectionErrors.first.map { "\($0.error)" } ?? "its name could not be resolved"
            return UpstreamFailure(outcome: .connectFailed, message: "Could not connect to \(place): \(reason).")
        case let problem as CertificateProblem:
            return UpstreamFailure(
                outcome: .connectFailed,
                message: "The TLS connection to \(place) could not be made: "
                    + problem.sentence(host: provider.host))
        case is NIOSSLError, is BoringSSLError, is NIOSSLExtraError:
            return UpstreamFailure(
                outcome: .connectFailed,
                message: "The TLS connection to \(place) could not be made: \(alert(error)).")
        default:
            return UpstreamFailure(outcome: .connectFailed, message: "Could not connect to \(place): \(error).")
        }
    }

    /// BoringSSL's own word for what failed, without the place in its source; else the error as it is.
    private static func alert(_ error: any Error) -> String {
        let text = "\(error)"
        let words = text.split(separator: ":").drop { $0 != "OPENSSL_internal" }.dropFirst().first
        return words.map { String($0.prefix { $0 != " " }).lowercased() } ?? text
    }

    private static func isTimeout(_ failure: SingleConnectionFailure) -> Bool {
        if let error = failure.error as? ChannelError, case .connectTimeout = error { return true }
        return false
    }
}
