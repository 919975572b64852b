import Glibc
import NIOSSL

/// What is wrong with a provider's certificate.
enum CertificateProblem: Error {
    /// Since when, in seconds since 1970.
    case expired(Int)
    /// Until when, in seconds since 1970.
    case notYetValid(Int)
    case otherName
    /// No authority that is trusted has signed it, or its chain is not complete.
    case notTrusted

    /// The problem behind a handshake's `error`; nil where it is another.
    ///
    /// BoringSSL says only that the verification failed: why, the certificate has to tell.
    init?(_ error: any Error, certificate: NIOSSLCertificate?) {
        if let error = error as? NIOSSLExtraError, error == .failedToValidateHostname {
            self = .otherName
            return
        }
        guard error is NIOSSLError, "\(error)".contains("CERTIFICATE_VERIFY_FAILED") else { return nil }
        let now = Int(CallClock.wallMicroseconds() / 1_000_000)
        if let certificate, certificate.notValidAfter < now {
            self = .expired(certificate.notValidAfter)
        } else if let certificate, certificate.notValidBefore > now {
            self = .notYetValid(certificate.notValidBefore)
        } else {
            self = .notTrusted
        }
    }

    /// The problem and its remedy, behind the words "the TLS connection could not be made: "; `host` is the
    /// provider's.
    func sentence(host: String) -> String {
        switch self {
        case .expired(let time): "its certificate expired on \(Self.day(time)). The provider has to renew it."
        case .notYetValid(let time):
            "its certificate is not valid before \(Self.day(time)). Check this machine's clock."
        case .otherName: "its certificate is not valid for \(host). Check base_url."
        case .notTrusted:
            "no trusted authority has signed its certificate. Name the file with the right one in tls_ca_file."
        }
    }

    private static func day(_ seconds: Int) -> String {
        var time = time_t(seconds)
        var parts = tm()
        gmtime_r(&time, &parts)
        func two(_ number: CInt) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return "\(parts.tm_year + 1900)-\(two(parts.tm_mon + 1))-\(two(parts.tm_mday))"
    }
}
